package org.dpk.provider.internal.proof;

/** What a trie provably says of a key. There is no third answer. */
public sealed interface ProvenEntry {

  /**
   * The key has this value.
   *
   * @param value as it stands in the leaf, RLP; at least one byte; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
  record Present(byte[] value) implements ProvenEntry {}

  /** The trie has no such key. */
  record Absent() implements ProvenEntry {}
}

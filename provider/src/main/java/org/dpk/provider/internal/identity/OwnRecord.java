package org.dpk.provider.internal.identity;

import java.util.List;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One version of one's own identity, ready for use: the record and the key pairs behind it.
 *
 * <p>Immutable but for {@link #destroy()}; safe for use by several threads.
 */
public final class OwnRecord {

  private final EncodedRecord encoded;
  private final @Nullable BlockRef block;
  private final List<SuiteKeyPair> keys;

  OwnRecord(EncodedRecord encoded, @Nullable BlockRef block, List<SuiteKeyPair> keys) {
    this.encoded = encoded;
    this.block = block;
    this.keys = List.copyOf(keys);
  }

  /** What it says. */
  public IdentityRecord record() {
    return encoded.record();
  }

  /** The record with its bytes and its hash. */
  public EncodedRecord encoded() {
    return encoded;
  }

  /** Its canonical bytes; a copy. */
  public byte[] bytes() {
    return encoded.bytes();
  }

  /** SHA-256 of its canonical bytes: 32 bytes. */
  public byte[] recordHash() {
    return encoded.recHash();
  }

  /** The block at which it was seen on chain; empty where it is not there yet. */
  public Optional<BlockRef> block() {
    return Optional.ofNullable(block);
  }

  /** The key pairs in the order of the record; they belong to this. */
  public List<SuiteKeyPair> keys() {
    return keys;
  }

  void destroy() {
    keys.forEach(SuiteKeyPair::destroy);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OwnRecord that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** Identity and version, no key. */
  @Override
  public String toString() {
    return record().identity() + "@" + record().version();
  }
}

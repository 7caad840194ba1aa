package org.dpk.provider.internal.proof;

import java.util.List;

/** What RLP encodes (Yellow Paper, appendix B): bytes, or a sequence of items. */
sealed interface RlpItem {

  /**
   * Bytes.
   *
   * @param value not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // read within this package only, and never compared
  record Bytes(byte[] value) implements RlpItem {

    boolean isEmpty() {
      return value.length == 0;
    }
  }

  /**
   * A sequence.
   *
   * @param items immutable
   * @param encodedLength of the whole sequence with its prefix, in bytes
   */
  record Sequence(List<RlpItem> items, int encodedLength) implements RlpItem {}

  /** As bytes of this length. */
  default byte[] fixed(int length, String what) throws ProofException {
    byte[] value = bytes(what);
    if (value.length != length) {
      throw new ProofException("%s has %d bytes and not %d".formatted(what, value.length, length));
    }
    return value;
  }

  /** As an unsigned number without leading zeros (Yellow Paper, appendix B). */
  default byte[] scalar(int maxLength, String what) throws ProofException {
    byte[] value = bytes(what);
    if (value.length > maxLength) {
      throw new ProofException("%s has more than %d bytes".formatted(what, maxLength));
    }
    if (value.length > 0 && value[0] == 0) {
      throw new ProofException(what + " begins with a zero");
    }
    return value;
  }

  /** As bytes. */
  default byte[] bytes(String what) throws ProofException {
    if (this instanceof Bytes bytes) {
      return bytes.value();
    }
    throw new ProofException(what + " is a sequence");
  }
}

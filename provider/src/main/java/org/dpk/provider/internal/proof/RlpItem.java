package org.dpk.provider.internal.proof;

import java.util.Arrays;
import java.util.List;

/** What RLP encodes (Yellow Paper, appendix B): bytes, or a sequence of items. */
public sealed interface RlpItem {

  /**
   * Bytes.
   *
   * @param value not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  record Bytes(byte[] value) implements RlpItem {

    boolean isEmpty() {
      return value.length == 0;
    }
  }

  /**
   * A sequence.
   *
   * @param items immutable
   * @param source what it was read from; not copied
   * @param start where in the source its prefix begins
   * @param encodedLength of the whole sequence with its prefix, in bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  record Sequence(List<RlpItem> items, byte[] source, int start, int encodedLength)
      implements RlpItem {

    /** What it was read from; a copy. */
    public byte[] encoded() {
      return Arrays.copyOfRange(source, start, start + encodedLength);
    }

    boolean isEncodedAs(byte[] encoded) {
      return Arrays.equals(source, start, start + encodedLength, encoded, 0, encoded.length);
    }
  }

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

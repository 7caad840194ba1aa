package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recursive Length Prefix (Yellow Paper, appendix B), strictly: each item has one encoding, and
 * nothing follows it. A length is checked against what is there before memory is taken.
 */
public final class Rlp {

  /** Deeper than any header or trie node nests. */
  static final int MAX_DEPTH = 16;

  private static final int SHORT = 55;
  private static final int BYTES = 0x80;
  private static final int LONG_BYTES = 0xB7;
  private static final int SEQUENCE = 0xC0;
  private static final int LONG_SEQUENCE = 0xF7;

  private final byte[] encoded;
  private int position;

  private Rlp(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * The one item that these bytes are.
   *
   * @throws ProofException if they are none, or not in the one right encoding
   */
  public static RlpItem decode(byte[] encoded) throws ProofException {
    Rlp in = new Rlp(encoded);
    RlpItem item = in.item(encoded.length, 1);
    if (in.position != encoded.length) {
      throw new ProofException((encoded.length - in.position) + " bytes follow the item");
    }
    return item;
  }

  private RlpItem item(int end, int depth) throws ProofException {
    if (position >= end) {
      throw new ProofException("the encoding ends too early");
    }
    int start = position;
    int prefix = encoded[position++] & 0xFF;
    if (prefix < BYTES) {
      return new RlpItem.Bytes(new byte[] {(byte) prefix});
    }
    boolean sequence = prefix >= SEQUENCE;
    int length = length(prefix, sequence ? SEQUENCE : BYTES, end);
    if (sequence) {
      List<RlpItem> items = items(position + length, depth);
      return new RlpItem.Sequence(items, encoded, start, position - start);
    }
    if (length == 1 && (encoded[position] & 0xFF) < BYTES) {
      throw new ProofException("a small byte stands for itself");
    }
    position += length;
    return new RlpItem.Bytes(Arrays.copyOfRange(encoded, position - length, position));
  }

  private int length(int prefix, int kind, int end) throws ProofException {
    int beyondShort = prefix - kind - SHORT;
    int length = beyondShort <= 0 ? prefix - kind : longLength(beyondShort, end);
    if (length > end - position) {
      throw new ProofException("an item is longer than what is there");
    }
    return length;
  }

  /**
   * A length that has bytes of its own: as few as can be, and only where the prefix has no room.
   */
  private int longLength(int count, int end) throws ProofException {
    if (count > Integer.BYTES || count > end - position) {
      throw new ProofException("an item is longer than what is there");
    }
    if (encoded[position] == 0) {
      throw new ProofException("a length begins with a zero");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | encoded[position++] & 0xFF;
    }
    if (length <= SHORT) {
      throw new ProofException("a short length is written as a long one");
    }
    return (int) Math.min(length, Integer.MAX_VALUE);
  }

  private List<RlpItem> items(int end, int depth) throws ProofException {
    if (depth == MAX_DEPTH) {
      throw new ProofException("sequences nest deeper than " + MAX_DEPTH);
    }
    List<RlpItem> items = new ArrayList<>();
    while (position < end) {
      items.add(item(end, depth + 1));
    }
    return List.copyOf(items);
  }

  /** The encoding of an item. */
  public static byte[] encode(RlpItem item) {
    if (item instanceof RlpItem.Bytes bytes) {
      byte[] value = bytes.value();
      int prefix = isByItself(value) ? 0 : prefixLength(value.length);
      byte[] out = new byte[prefix + value.length];
      if (prefix > 0) {
        prefix(out, 0, value.length, BYTES, LONG_BYTES);
      }
      System.arraycopy(value, 0, out, prefix, value.length);
      return out;
    }
    return ((RlpItem.Sequence) item).encoded();
  }

  /**
   * The encoding of a sequence.
   *
   * @param items of it, each encoded
   */
  public static byte[] sequence(List<byte[]> items) {
    int content = 0;
    for (byte[] each : items) {
      content += each.length;
    }
    byte[] out = new byte[prefixLength(content) + content];
    int at = prefix(out, 0, content, SEQUENCE, LONG_SEQUENCE);
    for (byte[] each : items) {
      System.arraycopy(each, 0, out, at, each.length);
      at += each.length;
    }
    return out;
  }

  /** The encoding of a sequence of byte strings. */
  public static byte[] encode(List<byte[]> strings) {
    int content = 0;
    for (byte[] each : strings) {
      content += isByItself(each) ? 1 : prefixLength(each.length) + each.length;
    }
    byte[] out = new byte[prefixLength(content) + content];
    int at = prefix(out, 0, content, SEQUENCE, LONG_SEQUENCE);
    for (byte[] each : strings) {
      if (!isByItself(each)) {
        at = prefix(out, at, each.length, BYTES, LONG_BYTES);
      }
      System.arraycopy(each, 0, out, at, each.length);
      at += each.length;
    }
    return out;
  }

  private static boolean isByItself(byte[] string) {
    return string.length == 1 && (string[0] & 0xFF) < BYTES;
  }

  private static int prefixLength(int length) {
    return length <= SHORT ? 1 : 1 + lengthOfLength(length);
  }

  private static int lengthOfLength(int length) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
  }

  /** Where what is announced begins. */
  private static int prefix(byte[] out, int start, int length, int shortKind, int longKind) {
    int at = start;
    if (length <= SHORT) {
      out[at++] = (byte) (shortKind + length);
      return at;
    }
    int count = lengthOfLength(length);
    out[at++] = (byte) (longKind + count);
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      out[at++] = (byte) (length >>> shift);
    }
    return at;
  }
}

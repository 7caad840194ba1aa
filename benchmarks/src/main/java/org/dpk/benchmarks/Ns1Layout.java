package org.dpk.benchmarks;

import java.util.random.RandomGenerator;

/**
 * Where the parts of an NS1 begin (nsl.md "Messages"): whoever measures from outside has nothing
 * but bytes.
 */
record Ns1Layout(int ciphertext, int ciphertextLength, int box) {

  /** version, type, hs_id, the length of the body. */
  private static final int HEADER = 1 + 1 + 8 + 2;

  /** suite, kid_b. */
  private static final int BEFORE_CIPHERTEXT = 2 + 8;

  static Ns1Layout of(byte[] ns1) {
    int cookie = ns1[HEADER] & 0xFF;
    int length = HEADER + 1 + cookie + BEFORE_CIPHERTEXT;
    int ciphertext = length + 2;
    int epkLength = ciphertext + uint16(ns1, length);
    int boxLength = epkLength + 2 + uint16(ns1, epkLength);
    return new Ns1Layout(ciphertext, uint16(ns1, length), boxLength + 2);
  }

  byte[] withCiphertext(byte[] ns1, byte[] other) {
    if (other.length != ciphertextLength) {
      throw new IllegalArgumentException("a ciphertext of " + other.length + " bytes");
    }
    byte[] changed = ns1.clone();
    System.arraycopy(other, 0, changed, ciphertext, other.length);
    return changed;
  }

  byte[] ciphertextOf(byte[] ns1) {
    byte[] ct = new byte[ciphertextLength];
    System.arraycopy(ns1, ciphertext, ct, 0, ct.length);
    return ct;
  }

  /** One bit of a part of the ciphertext is another one. */
  byte[] withFlippedCiphertext(byte[] ns1, int from, int to, RandomGenerator random) {
    return flipped(ns1, ciphertext + random.nextInt(from, to), random);
  }

  /** One bit of box1 is another one. */
  byte[] withFlippedBox(byte[] ns1, RandomGenerator random) {
    return flipped(ns1, random.nextInt(box, ns1.length), random);
  }

  private static byte[] flipped(byte[] ns1, int at, RandomGenerator random) {
    byte[] changed = ns1.clone();
    changed[at] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}

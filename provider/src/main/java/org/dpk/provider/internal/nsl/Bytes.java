package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import java.util.HexFormat;

/** Byte strings. */
final class Bytes {

  private Bytes() {}

  static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static byte[] ofHex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static void erase(byte[] secret) {
    Arrays.fill(secret, (byte) 0);
  }
}

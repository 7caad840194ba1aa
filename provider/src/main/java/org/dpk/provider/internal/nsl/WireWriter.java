package org.dpk.provider.internal.nsl;

/**
 * Writes TLS presentation language (RFC 8446 §3) into one array of the final length, so that no
 * secret is left behind in a buffer that was outgrown.
 */
final class WireWriter {

  private static final int MAX_UINT8 = 0xFF;
  private static final int MAX_UINT16 = 0xFFFF;

  private final byte[] bytes;
  private int position;

  /**
   * @param length of everything that will be written, in bytes
   */
  WireWriter(int length) {
    bytes = new byte[length];
  }

  WireWriter uint8(int value) {
    bytes[position++] = (byte) value;
    return this;
  }

  WireWriter uint16(int value) {
    return uint8(value >>> 8).uint8(value);
  }

  WireWriter uint32(long value) {
    return uint16((int) (value >>> 16)).uint16((int) value);
  }

  WireWriter uint64(long value) {
    return uint32(value >>> 32).uint32(value);
  }

  WireWriter fixed(byte[] value) {
    System.arraycopy(value, 0, bytes, position, value.length);
    position += value.length;
    return this;
  }

  WireWriter vector8(byte[] value) {
    return uint8(fits(value.length, MAX_UINT8)).fixed(value);
  }

  WireWriter vector16(byte[] value) {
    return uint16(fits(value.length, MAX_UINT16)).fixed(value);
  }

  /**
   * What was written.
   *
   * @throws IllegalStateException if it is less than was announced
   */
  byte[] done() {
    if (position != bytes.length) {
      throw new IllegalStateException(position + " of " + bytes.length + " bytes were written");
    }
    return bytes;
  }

  private static int fits(int length, int max) {
    if (length > max) {
      throw new IllegalArgumentException(length + " bytes do not fit into " + max);
    }
    return length;
  }
}

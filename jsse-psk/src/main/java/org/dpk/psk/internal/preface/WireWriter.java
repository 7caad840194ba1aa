package org.dpk.psk.internal.preface;

import java.util.Arrays;

/** Writes the TLS presentation language (RFC 8446 §3), big-endian. */
final class WireWriter {

  private byte[] bytes;
  private int length;

  WireWriter(int capacity) {
    bytes = new byte[capacity];
  }

  WireWriter uint8(int value) {
    room(1)[length++] = (byte) value;
    return this;
  }

  WireWriter uint16(int value) {
    return uint8(value >>> 8).uint8(value);
  }

  WireWriter bytes(byte... values) {
    System.arraycopy(values, 0, room(values.length), length, values.length);
    length += values.length;
    return this;
  }

  WireWriter opaque8(byte[] values) {
    return bounded(values, 0xFF).uint8(values.length).bytes(values);
  }

  WireWriter opaque16(byte[] values) {
    return bounded(values, 0xFFFF).uint16(values.length).bytes(values);
  }

  WireWriter opaque24(byte[] values) {
    return bounded(values, 0xFFFFFF)
        .uint8(values.length >>> 16)
        .uint16(values.length)
        .bytes(values);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private WireWriter bounded(byte[] values, int bound) {
    if (values.length > bound) {
      throw new IllegalArgumentException(values.length + " bytes do not fit, " + bound + " would");
    }
    return this;
  }

  private byte[] room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
    return bytes;
  }
}

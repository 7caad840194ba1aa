package org.dpk.provider.internal.nsl;

import java.util.Arrays;

/**
 * Reads TLS presentation language (RFC 8446 §3). A length is checked against its bounds and against
 * what is there before memory is taken.
 */
final class WireReader {

  private final byte[] bytes;
  private int position;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  int uint8() throws MalformedMessage {
    require(1);
    return bytes[position++] & 0xFF;
  }

  int uint16() throws MalformedMessage {
    return uint8() << 8 | uint8();
  }

  /** An unsigned number of 32 bits. */
  long uint32() throws MalformedMessage {
    return (long) uint16() << 16 | uint16();
  }

  /** A number of 64 bits; beyond 2^63 it comes out negative. */
  long uint64() throws MalformedMessage {
    return uint32() << 32 | uint32();
  }

  byte[] fixed(int length) throws MalformedMessage {
    require(length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** opaque&lt;min..255&gt;. */
  byte[] vector8(int min) throws MalformedMessage {
    return vector(uint8(), min);
  }

  /** opaque&lt;min..2^16-1&gt;. */
  byte[] vector16(int min) throws MalformedMessage {
    return vector(uint16(), min);
  }

  void end() throws MalformedMessage {
    if (hasMore()) {
      throw new MalformedMessage((bytes.length - position) + " bytes too many");
    }
  }

  private byte[] vector(int length, int min) throws MalformedMessage {
    if (length < min) {
      throw new MalformedMessage("a part of " + length + " bytes, less than " + min);
    }
    return fixed(length);
  }

  private void require(int length) throws MalformedMessage {
    if (bytes.length - position < length) {
      throw new MalformedMessage("it ends too early");
    }
  }
}

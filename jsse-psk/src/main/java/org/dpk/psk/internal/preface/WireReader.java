package org.dpk.psk.internal.preface;

import java.util.Arrays;

/** Reads the TLS presentation language (RFC 8446 §3), big-endian and never beyond its end. */
final class WireReader {

  private final byte[] bytes;
  private final int end;
  private int at;

  WireReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  boolean isEmpty() {
    return at == end;
  }

  int uint8() throws FatalAlert {
    require(1);
    return bytes[at++] & 0xFF;
  }

  int uint16() throws FatalAlert {
    return uint8() << 8 | uint8();
  }

  void skip(int length) throws FatalAlert {
    require(length);
    at += length;
  }

  WireReader opaque8() throws FatalAlert {
    return slice(uint8());
  }

  WireReader opaque16() throws FatalAlert {
    return slice(uint16());
  }

  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }

  int remaining() {
    return end - at;
  }

  void requireEmpty(String what) throws FatalAlert {
    if (!isEmpty()) {
      throw FatalAlert.decode(what + " has trailing bytes");
    }
  }

  private WireReader slice(int length) throws FatalAlert {
    require(length);
    WireReader slice = new WireReader(bytes, at, length);
    at += length;
    return slice;
  }

  private void require(int length) throws FatalAlert {
    if (end - at < length) {
      throw FatalAlert.decode("a ClientHello that ends too early");
    }
  }
}

package org.dpk.provider.internal.admission;

import java.nio.ByteBuffer;
import java.util.Random;
import org.dpk.provider.internal.nsl.FirstMessage;

/** NS1 byte by byte: what an attacker can write without any key. */
@SuppressWarnings("ArrayRecordComponent") // parts of one message
public record RawNs1(byte[] hsId, byte[] cookie, int suite, byte[] kid, byte[] ctB) {

  private static final int X25519 = 0x0201;
  private static final int KEY = 32;
  private static final int BOX = 144;

  /** Garbage with the lengths of NSL_X25519. */
  public static RawNs1 garbage(Random random, byte[] kid) {
    return new RawNs1(bytes(random, 8), new byte[0], X25519, kid, bytes(random, KEY));
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  RawNs1 withCookie(byte[] other) {
    return new RawNs1(hsId, other, suite, kid, ctB);
  }

  RawNs1 withHsId(byte[] other) {
    return new RawNs1(other, cookie, suite, kid, ctB);
  }

  RawNs1 withSuite(int other) {
    return new RawNs1(hsId, cookie, other, kid, ctB);
  }

  RawNs1 withKid(byte[] other) {
    return new RawNs1(hsId, cookie, suite, other, ctB);
  }

  RawNs1 withCtB(byte[] other) {
    return new RawNs1(hsId, cookie, suite, kid, other);
  }

  FirstMessage message() {
    return FirstMessage.of(encode()).orElseThrow();
  }

  /** The whole message. */
  public byte[] encode() {
    int body = 1 + cookie.length + 2 + 8 + 2 + ctB.length + 2 + KEY + 2 + BOX;
    ByteBuffer out = ByteBuffer.allocate(12 + body);
    out.put((byte) 1).put((byte) 1).put(hsId).putShort((short) body);
    out.put((byte) cookie.length).put(cookie).putShort((short) suite).put(kid);
    out.putShort((short) ctB.length).put(ctB).putShort((short) KEY).put(new byte[KEY]);
    out.putShort((short) BOX).put(bytes(new Random(ctB[0]), BOX));
    return out.array();
  }

  /** The cookie of RETRY, which is {@code version, 4, hs_id, length, cookie<1..255>}. */
  public static byte[] cookieOf(byte[] retry) {
    ByteBuffer in = ByteBuffer.wrap(retry).position(12);
    byte[] cookie = new byte[in.get()];
    in.get(cookie);
    return cookie;
  }
}

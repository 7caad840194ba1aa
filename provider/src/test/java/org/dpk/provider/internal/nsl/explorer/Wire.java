package org.dpk.provider.internal.nsl.explorer;

import java.nio.ByteBuffer;

/**
 * The messages of DPK-NSL/1 as an attacker lays them out: from docs/protocol/nsl.md "Messages", not
 * from the product's encoder.
 */
final class Wire {

  static final int NONCE_LENGTH = 32;
  private static final int HASH_LENGTH = 32;
  private static final int KID_LENGTH = 8;
  private static final int PAD_TO = 128;

  /** hs_id enters no hash: one is as good as another. */
  static final byte[] ANY_HS_ID = new byte[8];

  private Wire() {}

  static byte[] ns1(int suite, byte[] recHashB, byte[] ctB, byte[] epk, byte[] box1) {
    int length = 1 + 2 + KID_LENGTH + 3 * 2 + ctB.length + epk.length + box1.length;
    ByteBuffer out = ByteBuffer.allocate(length).put((byte) 0).putShort((short) suite);
    out.put(recHashB, 0, KID_LENGTH);
    return message(1, ANY_HS_ID, vector16(vector16(vector16(out, ctB), epk), box1));
  }

  static byte[] ns2(byte[] hsId, byte[] boxw, byte[] ect, byte[] box2) {
    ByteBuffer out = ByteBuffer.allocate(3 * 2 + boxw.length + ect.length + box2.length);
    return message(2, hsId, vector16(vector16(vector16(out, boxw), ect), box2));
  }

  static byte[] ns34(byte[] box3, byte[] box4) {
    ByteBuffer out = ByteBuffer.allocate(2 * 2 + box3.length + box4.length);
    return message(3, ANY_HS_ID, vector16(vector16(out, box3), box4));
  }

  static byte[] box1(byte[] n1, byte[] idA, long version, byte[] recHashA) {
    int unpadded = NONCE_LENGTH + 1 + idA.length + 8 + HASH_LENGTH + 2 + 4;
    int pad = Math.floorMod(-unpadded, PAD_TO);
    return ByteBuffer.allocate(unpadded + pad)
        .put(n1)
        .put((byte) idA.length)
        .put(idA)
        .putLong(version)
        .put(recHashA)
        .putShort((short) (4 + pad))
        .putShort((short) 1)
        .putShort((short) pad)
        .array();
  }

  /** What box2 holds; {@code rest} is from psk_lifetime on. */
  record Box2(byte[] n1, byte[] n2, byte[] idB, byte[] recHashA, byte[] rest) {

    byte[] encode() {
      int length = 2 * NONCE_LENGTH + 1 + idB.length + HASH_LENGTH + rest.length;
      return ByteBuffer.allocate(length)
          .put(n1)
          .put(n2)
          .put((byte) idB.length)
          .put(idB)
          .put(recHashA)
          .put(rest)
          .array();
    }

    static Box2 decode(byte[] plaintext) {
      ByteBuffer in = ByteBuffer.wrap(plaintext);
      byte[] n1 = take(in, NONCE_LENGTH);
      byte[] n2 = take(in, NONCE_LENGTH);
      byte[] idB = take(in, in.get() & 0xFF);
      return new Box2(n1, n2, idB, take(in, HASH_LENGTH), take(in, in.remaining()));
    }
  }

  /** psk_lifetime, max_uses and no extensions. */
  static byte[] terms(long lifetimeSeconds, int maxUses) {
    return ByteBuffer.allocate(8)
        .putInt((int) lifetimeSeconds)
        .putShort((short) maxUses)
        .putShort((short) 0)
        .array();
  }

  static byte[] box4(byte[] ks, byte[] n2, byte[] sig) {
    ByteBuffer out = ByteBuffer.allocate(2 * NONCE_LENGTH + 2 + sig.length).put(ks).put(n2);
    return vector16(out, sig).array();
  }

  /** The plaintext of box3 or box4 with another n2. */
  static byte[] withN2(byte[] plaintext, byte[] n2) {
    byte[] changed = plaintext.clone();
    int at = plaintext.length == NONCE_LENGTH ? 0 : NONCE_LENGTH;
    System.arraycopy(n2, 0, changed, at, NONCE_LENGTH);
    return changed;
  }

  private static byte[] message(int type, byte[] hsId, ByteBuffer body) {
    byte[] bytes = body.array();
    ByteBuffer out = ByteBuffer.allocate(2 + hsId.length + 2 + bytes.length);
    return vector16(out.put((byte) 1).put((byte) type).put(hsId), bytes).array();
  }

  private static ByteBuffer vector16(ByteBuffer out, byte[] value) {
    return out.putShort((short) value.length).put(value);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}

package org.dpk.provider.internal.jsse;

import java.nio.ByteBuffer;

/** What a client's first bytes say of the agreement (protocol.md "Transport"). */
enum FirstFlight {
  /** A ClientHello with a message of the agreement in the private extension. */
  FIRST_CONTACT,
  /** A ClientHello with an empty private extension: a cached key. */
  CACHED,
  /** A ClientHello without the private extension. */
  PLAIN_TLS;

  private static final int PRIVATE_EXTENSION = 0xFF44;
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE = 22;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int VERSION_AND_RANDOM = 34;

  /** RFC 8446 §4.1.2, for a hello within one record. */
  static FirstFlight of(byte[] sent) {
    ByteBuffer in = ByteBuffer.wrap(sent);
    in.position(RECORD_HEADER + HANDSHAKE_HEADER + VERSION_AND_RANDOM);
    skip(in, in.get() & 0xFF);
    skip(in, in.getShort() & 0xFFFF);
    skip(in, in.get() & 0xFF);
    int end = (in.getShort() & 0xFFFF) + in.position();
    while (in.position() < end) {
      int type = in.getShort() & 0xFFFF;
      int length = in.getShort() & 0xFFFF;
      if (type == PRIVATE_EXTENSION) {
        return length == 0 ? CACHED : FIRST_CONTACT;
      }
      skip(in, length);
    }
    return PLAIN_TLS;
  }

  /** Whether a client went on with another handshake record in clear: with an agreement. */
  static boolean isFollowedByAgreement(byte[] sent) {
    int length = (sent[3] & 0xFF) << 8 | sent[4] & 0xFF;
    return sent[RECORD_HEADER + length] == HANDSHAKE;
  }

  private static void skip(ByteBuffer in, int length) {
    in.position(in.position() + length);
  }
}

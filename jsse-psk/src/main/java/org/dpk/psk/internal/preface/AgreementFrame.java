package org.dpk.psk.internal.preface;

import java.util.Arrays;
import org.dpk.psk.PskAgreement;

/** A message of an agreement as a handshake message of the private type 0xE1. */
public final class AgreementFrame {

  /** The handshake type (protocol.md "Transport"). */
  public static final int HANDSHAKE_TYPE = 0xE1;

  private AgreementFrame() {}

  /**
   * The records that carry one message.
   *
   * @param message 1 to {@link PskAgreement#MAX_MESSAGE_LENGTH} bytes
   * @throws IllegalArgumentException if an agreement made a longer or an empty one
   */
  public static byte[] records(byte[] message) {
    if (message.length == 0 || message.length > PskAgreement.MAX_MESSAGE_LENGTH) {
      throw new IllegalArgumentException("a message of " + message.length + " bytes");
    }
    byte[] handshake =
        new WireWriter(HandshakeAssembler.HEADER_LENGTH + message.length)
            .uint8(HANDSHAKE_TYPE)
            .opaque24(message)
            .toByteArray();
    return Records.handshake(handshake, Records.TLS_1_2_VERSION);
  }

  /** Whether a complete handshake message is one of an agreement. */
  public static boolean isOne(byte[] handshakeMessage) {
    return (handshakeMessage[0] & 0xFF) == HANDSHAKE_TYPE;
  }

  /**
   * The message within.
   *
   * @throws FatalAlert if its length is out of bounds
   */
  public static byte[] message(byte[] handshakeMessage) throws FatalAlert {
    int length = handshakeMessage.length - HandshakeAssembler.HEADER_LENGTH;
    if (length == 0 || length > PskAgreement.MAX_MESSAGE_LENGTH) {
      throw FatalAlert.decode("an agreement message of " + length + " bytes");
    }
    return Arrays.copyOfRange(
        handshakeMessage, HandshakeAssembler.HEADER_LENGTH, handshakeMessage.length);
  }
}

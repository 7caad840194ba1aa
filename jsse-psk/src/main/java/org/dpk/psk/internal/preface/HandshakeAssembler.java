package org.dpk.psk.internal.preface;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts one handshake message together from the fragments of its records (RFC 8446 §5.1).
 *
 * <p>Takes no more memory than the peer has sent, and no message longer than 64 KiB. Not safe for
 * use by several threads.
 */
public final class HandshakeAssembler {

  /** The longest message in bytes, without its header. */
  public static final int MAX_BODY = 1 << 16;

  /** Type and length of a handshake message, in bytes. */
  public static final int HEADER_LENGTH = 4;

  private byte[] bytes = new byte[0];

  /**
   * Adds what one record carries.
   *
   * @return the message with its header once it is complete, and then this is empty again; else
   *     null
   * @throws FatalAlert if the fragment is empty, the message too long, or followed by another one
   */
  public byte @Nullable [] add(byte[] fragment, int offset, int length) throws FatalAlert {
    if (length == 0) {
      // RFC 8446 §5.1: zero-length fragments of Handshake types must not be sent
      throw FatalAlert.protocol(Alert.UNEXPECTED_MESSAGE, "an empty handshake record");
    }
    int had = bytes.length;
    bytes = Arrays.copyOf(bytes, had + length);
    System.arraycopy(fragment, offset, bytes, had, length);
    if (bytes.length < HEADER_LENGTH) {
      return null;
    }
    int expected = HEADER_LENGTH + bodyLength();
    if (bytes.length < expected) {
      return null;
    }
    if (bytes.length > expected) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "a handshake message was followed by another in its record");
    }
    byte[] message = bytes;
    bytes = new byte[0];
    return message;
  }

  private int bodyLength() throws FatalAlert {
    int length = (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    if (length > MAX_BODY) {
      throw FatalAlert.decode("a handshake message of " + length + " bytes, over " + MAX_BODY);
    }
    return length;
  }

  /** Whether a message has begun and is not complete. */
  public boolean isInside() {
    return bytes.length > 0;
  }
}

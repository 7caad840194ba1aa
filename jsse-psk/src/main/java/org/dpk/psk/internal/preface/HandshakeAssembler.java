package org.dpk.psk.internal.preface;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts one handshake message together from the fragments of its records (RFC 8446 §5.1).
 *
 * <p>Takes no more memory than twice what the peer has sent, and no message longer than 64 KiB. Not
 * safe for use by several threads.
 */
public final class HandshakeAssembler {

  /** The longest message in bytes, without its header. */
  public static final int MAX_BODY = 1 << 16;

  /** Type and length of a handshake message, in bytes. */
  public static final int HEADER_LENGTH = 4;

  private byte[] bytes = new byte[0];
  private int length;

  /**
   * Adds what one record carries.
   *
   * @return the message with its header once it is complete, and then this is empty again; else
   *     null
   * @throws FatalAlert if the fragment is empty, the message too long, or followed by another one
   */
  public byte @Nullable [] add(byte[] fragment, int offset, int count) throws FatalAlert {
    if (count == 0) {
      // RFC 8446 §5.1: zero-length fragments of Handshake types must not be sent
      throw FatalAlert.protocol(Alert.UNEXPECTED_MESSAGE, "an empty handshake record");
    }
    append(fragment, offset, count);
    if (length < HEADER_LENGTH) {
      return null;
    }
    int expected = HEADER_LENGTH + bodyLength();
    if (length < expected) {
      return null;
    }
    if (length > expected) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "a handshake message was followed by another in its record");
    }
    byte[] message = Arrays.copyOf(bytes, length);
    bytes = new byte[0];
    length = 0;
    return message;
  }

  /** Doubles the room: a message in records of one byte must not cost the square of its length. */
  private void append(byte[] fragment, int offset, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * length, length + count));
    }
    System.arraycopy(fragment, offset, bytes, length, count);
    length += count;
  }

  private int bodyLength() throws FatalAlert {
    int body = (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    if (body > MAX_BODY) {
      throw FatalAlert.decode("a handshake message of " + body + " bytes, over " + MAX_BODY);
    }
    return body;
  }

  /** Whether a message has begun and is not complete. */
  public boolean isInside() {
    return length > 0;
  }
}

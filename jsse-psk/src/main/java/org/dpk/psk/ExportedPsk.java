package org.dpk.psk;

/**
 * A key for another program.
 *
 * @param psk the key; whoever took it destroys it
 * @param confirmation the message of the agreement by which the server says that it keeps the key:
 *     1 to {@link PskAgreement#MAX_MESSAGE_LENGTH} bytes, alike at both ends, which nobody can make
 *     who has not agreed on the key. It may be sent in clear; compare it in constant time
 */
@SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
public record ExportedPsk(Psk psk, byte[] confirmation) implements AutoCloseable {

  /** Erases the key. */
  @Override
  public void close() {
    psk.destroy();
  }
}

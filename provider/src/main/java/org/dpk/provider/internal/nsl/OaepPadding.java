package org.dpk.provider.internal.nsl;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * EME-OAEP decoding with SHA-256 (RFC 8017 §7.1.2 step 3) of messages whose length is known, in
 * constant time: no branch and no index depends on what was encoded. Not safe for use by several
 * threads.
 */
final class OaepPadding {

  private static final int HASH_LENGTH = 32;

  private final MessageDigest sha256;
  private final byte[] labelHash;
  private final int messageLength;

  OaepPadding(byte[] label, int messageLength) {
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    this.labelHash = sha256.digest(label);
    this.messageLength = messageLength;
  }

  /**
   * Puts the message into {@code message} if the padding is right, and leaves that as it is if not.
   *
   * @param encoded EM, as long as the modulus; unmasked in place
   */
  void takeOff(byte[] encoded, byte[] message) {
    int db = 1 + HASH_LENGTH;
    mask(encoded, 1, HASH_LENGTH, encoded, db, encoded.length - db);
    mask(encoded, db, encoded.length - db, encoded, 1, HASH_LENGTH);
    int from = encoded.length - messageLength;
    int wrong = encoded[0] & 0xFF;
    for (int i = 0; i < HASH_LENGTH; i++) {
      wrong |= (encoded[db + i] ^ labelHash[i]) & 0xFF;
    }
    for (int i = db + HASH_LENGTH; i < from - 1; i++) {
      wrong |= encoded[i] & 0xFF;
    }
    wrong |= (encoded[from - 1] ^ 0x01) & 0xFF;
    int right = (wrong - 1) >> 8; // -1 for 0, else 0
    for (int i = 0; i < messageLength; i++) {
      message[i] = (byte) ((encoded[from + i] & right) | (message[i] & ~right));
    }
  }

  // MGF1, RFC 8017 §B.2.1
  private void mask(byte[] target, int at, int length, byte[] seed, int from, int seedLength) {
    for (int done = 0, counter = 0; done < length; done += HASH_LENGTH, counter++) {
      sha256.update(seed, from, seedLength);
      byte[] block = sha256.digest(ByteBuffer.allocate(4).putInt(counter).array());
      for (int i = 0; i < Math.min(HASH_LENGTH, length - done); i++) {
        target[at + done + i] ^= block[i];
      }
      Bytes.erase(block);
    }
  }
}

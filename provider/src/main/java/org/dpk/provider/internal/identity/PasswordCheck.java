package org.dpk.provider.internal.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Recognizes a password without keeping it: HMAC-SHA256 under a key of this process. */
final class PasswordCheck {

  private final byte[] key = new byte[32];
  private final byte[] tag;

  PasswordCheck(char[] password, SecureRandom random) {
    random.nextBytes(key);
    this.tag = tag(password);
  }

  boolean accepts(char[] password) {
    return MessageDigest.isEqual(tag, tag(password));
  }

  void clear() {
    Arrays.fill(tag, (byte) 0);
  }

  private byte[] tag(char[] password) {
    byte[] octets = KeyDerivation.utf8(password);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }
}

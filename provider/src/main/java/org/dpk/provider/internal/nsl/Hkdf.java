package org.dpk.provider.internal.nsl;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF (RFC 5869) over a Mac that is looked up once. Not safe for use by several threads. */
final class Hkdf {

  private final String algorithm;
  private final Mac mac;
  private final int hashLength;

  private Hkdf(String algorithm) {
    this.algorithm = algorithm;
    try {
      this.mac = Mac.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + algorithm, e);
    }
    this.hashLength = mac.getMacLength();
  }

  static Hkdf sha256() {
    return new Hkdf("HmacSHA256");
  }

  static Hkdf sha384() {
    return new Hkdf("HmacSHA384");
  }

  // RFC 5869 §2.2: no salt is a salt of zeros, which is also what HMAC makes of an empty key
  byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
    key(salt.length == 0 ? new byte[hashLength] : salt);
    return mac.doFinal(inputKeyMaterial);
  }

  // RFC 5869 §2.3
  byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    if (length > 255 * hashLength) {
      throw new IllegalArgumentException("HKDF expands to " + 255 * hashLength + " bytes at most");
    }
    key(pseudorandomKey);
    byte[] output = new byte[length];
    byte[] t = new byte[0];
    for (int done = 0, i = 1; done < length; done += hashLength, i++) {
      mac.update(t);
      mac.update(info);
      mac.update((byte) i);
      Bytes.erase(t);
      t = mac.doFinal();
      System.arraycopy(t, 0, output, done, Math.min(hashLength, length - done));
    }
    Bytes.erase(t);
    return output;
  }

  private void key(byte[] key) {
    try {
      mac.init(new SecretKeySpec(key, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC takes every key", e);
    }
  }
}

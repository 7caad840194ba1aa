package org.dpk.provider.internal.nsl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** Private keys of 32 raw bytes in PKCS#8 (RFC 5958, RFC 8410 §7). */
final class Pkcs8 {

  private Pkcs8() {}

  /**
   * The raw bytes of a key in an octet string of its own within PKCS#8, as RFC 8410 has it.
   *
   * @throws IllegalArgumentException if it is of another algorithm or length
   */
  static byte[] rawKey(byte[] pkcs8, ASN1ObjectIdentifier algorithm, String name, int length) {
    PrivateKeyInfo info = parse(pkcs8, algorithm, name);
    try {
      byte[] raw = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
      if (raw.length == length) {
        return raw;
      }
    } catch (IOException | RuntimeException e) { // Bouncy Castle throws whatever comes
      throw noKey(name, e);
    }
    throw noKey(name, null);
  }

  /**
   * PKCS#8 of a given algorithm.
   *
   * @throws IllegalArgumentException if it is none, or of another
   */
  static PrivateKeyInfo parse(byte[] pkcs8, ASN1ObjectIdentifier algorithm, String name) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(algorithm)) {
        return info;
      }
    } catch (RuntimeException e) { // Bouncy Castle throws whatever comes
      throw noKey(name, e);
    }
    throw noKey(name, null);
  }

  private static IllegalArgumentException noKey(String name, @Nullable Exception cause) {
    return new IllegalArgumentException("this is no " + name + " private key in PKCS#8", cause);
  }

  /** A key of the JDK's own kind; the PKCS#8 is cleared. */
  static PrivateKey ofTheJdk(String algorithm, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + algorithm, e);
    } finally {
      Bytes.erase(pkcs8);
    }
  }
}

package org.dpk.provider.internal.nsl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.dpk.provider.SuiteKey;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of an identity for one suite, and the public ones that stand in its record.
 *
 * <p>Safe for use by several threads. The private keys are copied in and out, never printed, and
 * overwritten by {@link #destroy()}.
 */
public final class SuiteKeyPair implements Destroyable, AutoCloseable {

  private static final int KEY_LENGTH = 32;

  // RFC 8410 §7: version 0, the algorithm, an octet string in an octet string
  private static final byte[] X25519_PKCS8 = prefix(0x6e);
  private static final byte[] ED25519_PKCS8 = prefix(0x70);

  // RFC 8410 §4
  private static final byte[] X25519_SPKI = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00
  };
  private static final byte[] ED25519_SPKI = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final Suite suite;
  private final SuiteKey publicKey;
  private byte @Nullable [] kemPrivateKey;
  private byte @Nullable [] signaturePrivateKey;

  private SuiteKeyPair(Suite suite, byte[] kemPrivateKey, byte[] signaturePrivateKey) {
    this.suite = suite;
    this.kemPrivateKey = kemPrivateKey;
    this.signaturePrivateKey = signaturePrivateKey;
    byte[] kem = new byte[KEY_LENGTH];
    X25519.generatePublicKey(kemPrivateKey, 0, kem, 0);
    byte[] sig = new byte[KEY_LENGTH];
    Ed25519.generatePublicKey(signaturePrivateKey, 0, sig, 0);
    this.publicKey = new SuiteKey(suite.id(), kem, sig);
  }

  /** Makes new keys. */
  public static SuiteKeyPair generate(Suite suite, SecureRandom random) {
    byte[] kem = new byte[KEY_LENGTH];
    byte[] sig = new byte[KEY_LENGTH];
    random.nextBytes(kem);
    random.nextBytes(sig);
    return new SuiteKeyPair(suite, kem, sig);
  }

  /**
   * The keys of 32 raw bytes each (RFC 7748 §5, RFC 8032 §5.1.5); copied.
   *
   * @throws IllegalArgumentException if there are not exactly 32 bytes each
   */
  public static SuiteKeyPair of(Suite suite, byte[] kemPrivateKey, byte[] signaturePrivateKey) {
    if (kemPrivateKey.length != KEY_LENGTH || signaturePrivateKey.length != KEY_LENGTH) {
      throw new IllegalArgumentException("an X25519 or Ed25519 private key has 32 bytes");
    }
    return new SuiteKeyPair(suite, kemPrivateKey.clone(), signaturePrivateKey.clone());
  }

  /**
   * Reads the keys back from PKCS#8 (RFC 8410, with or without the public key).
   *
   * @param kem an X25519 private key
   * @param signature an Ed25519 private key
   * @throws IllegalArgumentException if one is not what it should be; the message shows no secret
   */
  public static SuiteKeyPair ofPkcs8(Suite suite, byte[] kem, byte[] signature) {
    byte[] kemKey = rawKey(kem, EdECObjectIdentifiers.id_X25519, "X25519");
    byte[] signatureKey = rawKey(signature, EdECObjectIdentifiers.id_Ed25519, "Ed25519");
    return new SuiteKeyPair(suite, kemKey, signatureKey);
  }

  /** What suite the keys are for. */
  public Suite suite() {
    return suite;
  }

  /** The public keys as they stand in a record; also good after {@link #destroy()}. */
  public SuiteKey publicKey() {
    return publicKey;
  }

  /**
   * The X25519 private key in PKCS#8; the caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public byte[] kemPkcs8() {
    byte[] raw = revealKemKey();
    try {
      return concat(X25519_PKCS8, raw);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  /**
   * The Ed25519 private key in PKCS#8; the caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public byte[] signaturePkcs8() {
    byte[] raw = revealSignatureKey();
    try {
      return concat(ED25519_PKCS8, raw);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  /**
   * The X25519 private key of the JDK's own kind.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public PrivateKey kemPrivateKey() {
    return privateKey("X25519", kemPkcs8());
  }

  /**
   * The Ed25519 private key of the JDK's own kind.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public PrivateKey signaturePrivateKey() {
    return privateKey("Ed25519", signaturePkcs8());
  }

  /** The X25519 public key of the JDK's own kind. */
  public PublicKey kemPublicKey() {
    return publicKey("X25519", concat(X25519_SPKI, publicKey.kem()));
  }

  /** The Ed25519 public key of the JDK's own kind. */
  public PublicKey signaturePublicKey() {
    return publicKey("Ed25519", signatureSpki(publicKey));
  }

  /**
   * The DER SubjectPublicKeyInfo of the signature key in a record (RFC 8410 §4).
   *
   * @param key of the suite {@link Suite#NSL_X25519}
   */
  public static byte[] signatureSpki(SuiteKey key) {
    return concat(ED25519_SPKI, key.sig());
  }

  /**
   * The 32 raw bytes of the X25519 private key; the caller clears them.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] revealKemKey() {
    return reveal(kemPrivateKey);
  }

  /**
   * The 32 raw bytes of the Ed25519 private key; the caller clears them.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] revealSignatureKey() {
    return reveal(signaturePrivateKey);
  }

  @Override
  public synchronized void destroy() {
    if (kemPrivateKey != null) {
      Arrays.fill(kemPrivateKey, (byte) 0);
      kemPrivateKey = null;
    }
    if (signaturePrivateKey != null) {
      Arrays.fill(signaturePrivateKey, (byte) 0);
      signaturePrivateKey = null;
    }
  }

  @Override
  public synchronized boolean isDestroyed() {
    return kemPrivateKey == null;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof SuiteKeyPair that) || !publicKey.equals(that.publicKey)) {
      return false;
    }
    // a private key has one public key: equal public keys, equal pairs
    return MessageDigest.isEqual(publicKey.sig(), that.publicKey.sig());
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  /** The suite, never a key. */
  @Override
  public String toString() {
    return "SuiteKeyPair[" + suite + "]";
  }

  private static byte[] reveal(byte @Nullable [] key) {
    if (key == null) {
      throw new IllegalStateException("the private key was destroyed");
    }
    return key.clone();
  }

  private static byte[] rawKey(byte[] pkcs8, ASN1ObjectIdentifier algorithm, String name) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      byte[] raw = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
      if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(algorithm)
          || raw.length != KEY_LENGTH) {
        throw new IllegalArgumentException("this is no " + name + " private key in PKCS#8");
      }
      return raw;
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException("this is no private key in PKCS#8", e);
    }
  }

  private static PrivateKey privateKey(String algorithm, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + algorithm, e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static PublicKey publicKey(String algorithm, byte[] spki) {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + algorithm, e);
    }
  }

  private static byte[] prefix(int lastArc) {
    return new byte[] {
      0x30,
      0x2e,
      0x02,
      0x01,
      0x00,
      0x30,
      0x05,
      0x06,
      0x03,
      0x2b,
      0x65,
      (byte) lastArc,
      0x04,
      0x22,
      0x04,
      0x20
    };
  }

  private static byte[] concat(byte[] prefix, byte[] rest) {
    byte[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, all, prefix.length, rest.length);
    return all;
  }
}

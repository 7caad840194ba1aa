package org.dpk.provider.internal.nsl;

import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.dpk.provider.SuiteKey;

/**
 * The keys of {@link Suite#NSL_X25519}: X25519 and Ed25519, each of 32 raw bytes (RFC 7748 §5, RFC
 * 8032 §5.1.5).
 */
final class X25519Keys implements KeyFormat {

  private static final int LENGTH = 32;

  // RFC 8410 §7: version 0, the algorithm, an octet string in an octet string
  private static final byte[] X25519_PKCS8 = Bytes.ofHex("302e020100300506032b656e04220420");
  private static final byte[] ED25519_PKCS8 = Bytes.ofHex("302e020100300506032b657004220420");

  // RFC 8410 §4
  private static final byte[] ED25519_SPKI = Bytes.ofHex("302a300506032b6570032100");

  @Override
  public PrivateKeys generate(SecureRandom random) {
    byte[] kem = new byte[LENGTH];
    byte[] signature = new byte[LENGTH];
    random.nextBytes(kem);
    random.nextBytes(signature);
    return new PrivateKeys(kem, signature);
  }

  @Override
  public SuiteKey publicKey(PrivateKeys keys) {
    if (keys.kem().length != LENGTH || keys.signature().length != LENGTH) {
      throw new IllegalArgumentException("an X25519 or Ed25519 private key has 32 bytes");
    }
    byte[] kem = new byte[LENGTH];
    X25519.generatePublicKey(keys.kem(), 0, kem, 0);
    byte[] sig = new byte[LENGTH];
    Ed25519.generatePublicKey(keys.signature(), 0, sig, 0);
    return new SuiteKey(Suite.NSL_X25519.id(), kem, sig);
  }

  @Override
  public boolean isWellFormed(SuiteKey key) {
    return key.kem().length == LENGTH && key.sig().length == LENGTH;
  }

  @Override
  public byte[] verificationKey(SuiteKey key) {
    return key.sig();
  }

  @Override
  public byte[] subjectPublicKeyInfo(SuiteKey key) {
    return Bytes.concat(ED25519_SPKI, key.sig());
  }

  @Override
  public PrivateKeys ofPkcs8(byte[] kem, byte[] signature) {
    byte[] rawKem = Pkcs8.rawKey(kem, EdECObjectIdentifiers.id_X25519, "X25519", LENGTH);
    try {
      return new PrivateKeys(
          rawKem, Pkcs8.rawKey(signature, EdECObjectIdentifiers.id_Ed25519, "Ed25519", LENGTH));
    } catch (IllegalArgumentException e) {
      Bytes.erase(rawKem);
      throw e;
    }
  }

  @Override
  public byte[] kemPkcs8(PrivateKeys keys) {
    return Bytes.concat(X25519_PKCS8, keys.kem());
  }

  @Override
  public byte[] signaturePkcs8(PrivateKeys keys) {
    return Bytes.concat(ED25519_PKCS8, keys.signature());
  }

  @Override
  public PrivateKey certifiedKey(PrivateKeys keys) {
    return Pkcs8.ofTheJdk("Ed25519", signaturePkcs8(keys));
  }
}

package org.dpk.provider.internal.nsl;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.dpk.provider.SuiteKey;

/**
 * The keys of {@link Suite#NSL_RSA2048}: one RSA key of 2048 bits with the exponent 65537, for both
 * purposes. In a record it is a DER RSAPublicKey (RFC 8017 §A.1.1), here a PKCS#8 document.
 */
final class Rsa2048Keys implements KeyFormat {

  /** Length of the modulus, of a ciphertext and of a signature, in bytes. */
  static final int MODULUS_LENGTH = 256;

  private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;
  private static final byte[] NO_KEY = {};

  // SEQUENCE { INTEGER of 257 bytes, the first of them 0; INTEGER 65537 }: no other length is right
  private static final byte[] BEFORE_MODULUS = Bytes.ofHex("3082010a0282010100");
  private static final byte[] AFTER_MODULUS = Bytes.ofHex("0203010001");
  static final int PUBLIC_KEY_LENGTH =
      BEFORE_MODULUS.length + MODULUS_LENGTH + AFTER_MODULUS.length;

  // RFC 3279 §2.3.1: rsaEncryption, NULL; the RSAPublicKey in a bit string
  private static final byte[] SPKI =
      Bytes.ofHex("30820122300d06092a864886f70d01010105000382010f00");

  @Override
  public PrivateKeys generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(8 * MODULUS_LENGTH, EXPONENT), random);
      return both(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  // one key for both: a copy, so that each is erased on its own
  private static PrivateKeys both(byte[] pkcs8) {
    return new PrivateKeys(pkcs8, pkcs8.clone());
  }

  @Override
  public SuiteKey publicKey(PrivateKeys keys) {
    RSAPrivateCrtKey key = privateKey(keys.kem());
    byte[] kem = encode(key.getModulus());
    if (key.getModulus().bitLength() != 8 * MODULUS_LENGTH
        || !key.getPublicExponent().equals(EXPONENT)) {
      throw new IllegalArgumentException(
          "this suite takes RSA keys of 2048 bits with the exponent 65537, not one of "
              + key.getModulus().bitLength()
              + " bits with "
              + key.getPublicExponent());
    }
    if (!isConsistent(key)
        || !isWellFormed(kem)
        || !MessageDigest.isEqual(keys.kem(), keys.signature())) {
      throw new IllegalArgumentException(
          "the numbers of this RSA private key do not belong together: the key is damaged");
    }
    return new SuiteKey(Suite.NSL_RSA2048.id(), kem, NO_KEY);
  }

  // RFC 8017 §3.2: what of a key can be checked in no time; a damaged one fails in each handshake
  private static boolean isConsistent(RSAPrivateCrtKey key) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    return p.signum() > 0
        && q.signum() > 0
        && p.multiply(q).equals(key.getModulus())
        && isInverse(key.getPrivateExponent(), EXPONENT, p.subtract(BigInteger.ONE))
        && isInverse(key.getPrivateExponent(), EXPONENT, q.subtract(BigInteger.ONE))
        && isInverse(key.getPrimeExponentP(), EXPONENT, p.subtract(BigInteger.ONE))
        && isInverse(key.getPrimeExponentQ(), EXPONENT, q.subtract(BigInteger.ONE))
        && isInverse(key.getCrtCoefficient(), q, p);
  }

  private static boolean isInverse(BigInteger one, BigInteger other, BigInteger modulus) {
    return modulus.signum() > 0
        && one.multiply(other).subtract(BigInteger.ONE).mod(modulus).signum() == 0;
  }

  private static byte[] encode(BigInteger modulus) {
    byte[] signed = modulus.toByteArray();
    byte[] n =
        Arrays.copyOfRange(signed, Math.max(0, signed.length - MODULUS_LENGTH), signed.length);
    return Bytes.concat(Bytes.concat(BEFORE_MODULUS, n), AFTER_MODULUS);
  }

  @Override
  public boolean isWellFormed(SuiteKey key) {
    return key.sig().length == 0 && isWellFormed(key.kem());
  }

  private static boolean isWellFormed(byte[] kem) {
    int end = BEFORE_MODULUS.length + MODULUS_LENGTH;
    return kem.length == PUBLIC_KEY_LENGTH
        && Arrays.equals(kem, 0, BEFORE_MODULUS.length, BEFORE_MODULUS, 0, BEFORE_MODULUS.length)
        && Arrays.equals(kem, end, kem.length, AFTER_MODULUS, 0, AFTER_MODULUS.length)
        && kem[BEFORE_MODULUS.length] < 0 // 2048 bits, no fewer
        && (kem[end - 1] & 1) == 1;
  }

  @Override
  public byte[] verificationKey(SuiteKey key) {
    return key.kem();
  }

  @Override
  public byte[] subjectPublicKeyInfo(SuiteKey key) {
    return Bytes.concat(SPKI, key.kem());
  }

  @Override
  public PrivateKeys ofPkcs8(byte[] kem, byte[] signature) {
    if (signature.length != 0) {
      throw new IllegalArgumentException("one RSA key is for both purposes");
    }
    Pkcs8.parse(kem, PKCSObjectIdentifiers.rsaEncryption, "RSA");
    return both(kem.clone());
  }

  @Override
  public byte[] kemPkcs8(PrivateKeys keys) {
    return keys.kem().clone();
  }

  @Override
  public byte[] signaturePkcs8(PrivateKeys keys) {
    return NO_KEY;
  }

  @Override
  public PrivateKey certifiedKey(PrivateKeys keys) {
    return privateKey(keys.kem());
  }

  /**
   * @param pkcs8 not cleared
   * @throws IllegalArgumentException if it is no RSA private key with its primes
   */
  static RSAPrivateCrtKey privateKey(byte[] pkcs8) {
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IllegalArgumentException("this is no RSA private key with its primes in PKCS#8", e);
    }
  }

  /**
   * @throws CryptoFailure if it has not the one encoding that the suite allows
   */
  static RSAPublicKey publicKey(byte[] kem) throws CryptoFailure {
    if (!isWellFormed(kem)) {
      throw new CryptoFailure();
    }
    int from = BEFORE_MODULUS.length;
    BigInteger n = new BigInteger(1, Arrays.copyOfRange(kem, from, from + MODULUS_LENGTH));
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, EXPONENT));
    } catch (GeneralSecurityException e) {
      throw new CryptoFailure();
    }
  }
}

package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.nsl.PlatformCrypto.concat;
import static org.dpk.provider.internal.nsl.PlatformCrypto.sha256;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u32;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * RSAES-OAEP and RSASSA-PSS with SHA-256 and keys of 2048 bits as RFC 8017 writes them down, over
 * bare numbers: nothing is hidden, so that all of it can be chosen. For tests only.
 */
final class TextbookRsa {

  static final int LENGTH = 256;
  private static final int HASH_LENGTH = 32;

  private TextbookRsa() {}

  static RSAPrivateCrtKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** RFC 8017 §5.1.1 and §5.2.2: the same computation. */
  static byte[] withPublicKey(BigInteger n, byte[] number) {
    return octets(new BigInteger(1, number).modPow(BigInteger.valueOf(65537), n));
  }

  /** RFC 8017 §5.1.2 and §5.2.1. */
  static byte[] withPrivateKey(RSAPrivateCrtKey key, byte[] number) {
    return octets(new BigInteger(1, number).modPow(key.getPrivateExponent(), key.getModulus()));
  }

  /** RFC 8017 §7.1.1, step 2. */
  static byte[] oaep(byte[] label, byte[] message, byte[] seed) throws GeneralSecurityException {
    byte[] db = new byte[LENGTH - HASH_LENGTH - 1];
    System.arraycopy(sha256(label), 0, db, 0, HASH_LENGTH);
    db[db.length - message.length - 1] = 1;
    System.arraycopy(message, 0, db, db.length - message.length, message.length);
    return masked(0, db, seed);
  }

  /** RFC 8017 §7.1.1, steps 2.e to 2.i: with a first byte and a data block of any kind. */
  static byte[] masked(int first, byte[] db, byte[] seed) throws GeneralSecurityException {
    byte[] maskedDb = xor(db, mgf1("SHA-256", seed, db.length));
    byte[] maskedSeed = xor(seed, mgf1("SHA-256", maskedDb, seed.length));
    return concat(new byte[] {(byte) first}, maskedSeed, maskedDb);
  }

  /** RFC 8017 §9.1.1, for a modulus of 2048 bits; the salt has any length. */
  static byte[] pss(byte[] message, byte[] salt, String maskHash) throws GeneralSecurityException {
    byte[] h = sha256(new byte[8], sha256(message), salt);
    byte[] db = new byte[LENGTH - HASH_LENGTH - 1];
    db[db.length - salt.length - 1] = 1;
    System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
    byte[] maskedDb = xor(db, mgf1(maskHash, h, db.length));
    maskedDb[0] &= 0x7F;
    return concat(maskedDb, h, new byte[] {(byte) 0xBC});
  }

  // RFC 8017 §B.2.1
  private static byte[] mgf1(String hash, byte[] seed, int length) throws GeneralSecurityException {
    byte[] mask = new byte[0];
    for (int i = 0; mask.length < length; i++) {
      mask = concat(mask, PlatformCrypto.hash(hash, seed, u32(i)));
    }
    return Arrays.copyOf(mask, length);
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] out = one.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= other[i];
    }
    return out;
  }

  /** I2OSP, RFC 8017 §4.1. */
  static byte[] octets(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] out = new byte[LENGTH];
    int length = Math.min(LENGTH, signed.length);
    System.arraycopy(signed, signed.length - length, out, LENGTH - length, length);
    return out;
  }
}

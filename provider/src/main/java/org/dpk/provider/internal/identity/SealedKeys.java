package org.dpk.provider.internal.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/**
 * The keys of one suite at rest.
 *
 * @param publicKey as it stands in the record
 * @param kem the private key that opens what is encapsulated: DER EncryptedPrivateKeyInfo
 * @param signature the private key that signs: DER EncryptedPrivateKeyInfo; empty where the suite
 *     has none or it is the same key
 */
@SuppressWarnings("ArrayRecordComponent") // ciphertext that is not compared
record SealedKeys(SuiteKey publicKey, byte[] kem, byte[] signature) {

  /**
   * @param pair stays the caller's to destroy
   */
  static SealedKeys seal(SuiteKeyPair pair, FileKey key, SecureRandom random) {
    byte[] kem = pair.kemPkcs8();
    byte[] signature = pair.signaturePkcs8();
    try {
      return new SealedKeys(
          pair.publicKey(), encrypt(kem, key, random), encrypt(signature, key, random));
    } finally {
      Arrays.fill(kem, (byte) 0);
      Arrays.fill(signature, (byte) 0);
    }
  }

  /**
   * The keys, which the caller destroys.
   *
   * @throws IllegalArgumentException if these are no keys of the suite, or not those that they say
   */
  SuiteKeyPair open(FileKey key) {
    Suite suite =
        Suite.byId(publicKey.suite())
            .orElseThrow(() -> new IllegalArgumentException("a suite is not known here"));
    byte[] openedKem = decrypt(kem, key);
    byte[] openedSignature = decrypt(signature, key);
    try {
      return requireSame(SuiteKeyPair.ofPkcs8(suite, openedKem, openedSignature));
    } finally {
      Arrays.fill(openedKem, (byte) 0);
      Arrays.fill(openedSignature, (byte) 0);
    }
  }

  private SuiteKeyPair requireSame(SuiteKeyPair pair) {
    if (!pair.publicKey().equals(publicKey)) {
      pair.destroy();
      throw new IllegalArgumentException("a private key belongs to another public key");
    }
    return pair;
  }

  /** The same keys under another password's key. */
  SealedKeys rekeyed(FileKey from, FileKey to, SecureRandom random) {
    return new SealedKeys(
        publicKey, rekeyed(kem, from, to, random), rekeyed(signature, from, to, random));
  }

  private static byte[] rekeyed(byte[] sealed, FileKey from, FileKey to, SecureRandom random) {
    byte[] pkcs8 = decrypt(sealed, from);
    try {
      return encrypt(pkcs8, to, random);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  // no key stays no key
  private static byte[] encrypt(byte[] pkcs8, FileKey key, SecureRandom random) {
    return pkcs8.length == 0 ? new byte[0] : key.encryptPkcs8(pkcs8, random);
  }

  private static byte[] decrypt(byte[] sealed, FileKey key) {
    return sealed.length == 0 ? new byte[0] : key.decryptPkcs8(sealed);
  }
}

package org.dpk.provider.internal.nsl;

import java.security.PrivateKey;
import java.security.SecureRandom;
import org.dpk.provider.SuiteKey;

/** How the keys of one suite are made, checked and written. Without state. */
interface KeyFormat {

  /** New private keys. */
  PrivateKeys generate(SecureRandom random);

  /**
   * The public keys of private ones, as they stand in a record.
   *
   * @throws IllegalArgumentException if these are no private keys of the suite
   */
  SuiteKey publicKey(PrivateKeys keys);

  /** Whether public keys have the lengths and the encoding of the suite. */
  boolean isWellFormed(SuiteKey key);

  /** The key that signatures are verified with; empty if the suite has none. */
  byte[] verificationKey(SuiteKey key);

  /** DER SubjectPublicKeyInfo of the key that a certificate shows. */
  byte[] subjectPublicKeyInfo(SuiteKey key);

  /**
   * The private keys in two PKCS#8 documents.
   *
   * @param signature empty where the suite has no key of its own for signatures
   * @throws IllegalArgumentException if one is not what it should be; the message shows no secret
   */
  PrivateKeys ofPkcs8(byte[] kem, byte[] signature);

  /** The key that opens what is encapsulated, in PKCS#8; the caller clears it. */
  byte[] kemPkcs8(PrivateKeys keys);

  /** The key that signs, in PKCS#8; empty where the suite has no key of its own for that. */
  byte[] signaturePkcs8(PrivateKeys keys);

  /**
   * The private key of the one that a certificate shows, of the JDK's own kind where it has one.
   */
  PrivateKey certifiedKey(PrivateKeys keys);

  /**
   * Private keys as the suite's primitives take them. Not copied.
   *
   * @param kem opens what is encapsulated
   * @param signature signs; empty if the suite has no signature
   */
  record PrivateKeys(byte[] kem, byte[] signature) {

    void erase() {
      Bytes.erase(kem);
      Bytes.erase(signature);
    }

    /** The suite, never a key. */
    @Override
    public String toString() {
      return "PrivateKeys";
    }
  }
}

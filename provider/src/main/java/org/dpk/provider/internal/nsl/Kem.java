package org.dpk.provider.internal.nsl;

/** A key encapsulation mechanism. Belongs to one run, on one thread at a time. */
public interface Kem {

  /** Length of a public key in bytes. */
  int publicKeyLength();

  /** Length of an encapsulated secret in bytes. */
  int ciphertextLength();

  /** A new key pair. The private key is the caller's to erase. */
  KeyPair generate(Randomness random);

  /**
   * A new secret, and its encapsulation for a public key.
   *
   * @param publicKey as long as {@link #publicKeyLength()} says
   * @throws CryptoFailure if nobody should use this key
   */
  Encapsulation encapsulate(byte[] publicKey, Randomness random) throws CryptoFailure;

  /**
   * The secret of an encapsulation; the caller's to erase.
   *
   * @param ciphertext as long as {@link #ciphertextLength()} says
   * @throws CryptoFailure if there is none
   */
  byte[] decapsulate(KeyPair own, byte[] ciphertext) throws CryptoFailure;

  /** A private key with its public key, both raw. */
  record KeyPair(byte[] privateKey, byte[] publicKey) {}

  /** A shared secret, and what to send to the one who can find it out. */
  record Encapsulation(byte[] ciphertext, byte[] sharedSecret) {}
}

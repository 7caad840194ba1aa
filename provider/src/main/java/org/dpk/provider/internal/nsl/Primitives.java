package org.dpk.provider.internal.nsl;

/**
 * The cryptography of one suite, as the state machines see it: byte strings in, byte strings out.
 *
 * <p>An instance belongs to one run, on one thread at a time; {@link Source} makes them. Whatever
 * it returns is the caller's to erase.
 */
public interface Primitives {

  /** Which suite. */
  Suite suite();

  /** What the keys in records are for. */
  Kem staticKem();

  /** What the key in NS1 is for. */
  Kem ephemeralKem();

  /** H over the parts, one after the other. */
  byte[] hash(byte[]... parts);

  /** HKDF-Extract (RFC 5869 §2.2). */
  byte[] extract(byte[] salt, byte[] inputKeyMaterial);

  /** HKDF-Expand (RFC 5869 §2.3). */
  byte[] expand(byte[] pseudorandomKey, byte[] info, int length);

  /** The AEAD's ciphertext with its tag. A key is used once. */
  byte[] seal(byte[] key, byte[] iv, byte[] associatedData, byte[] plaintext);

  /**
   * The AEAD's plaintext.
   *
   * @throws CryptoFailure if the box was not sealed with this key and data
   */
  byte[] open(byte[] key, byte[] iv, byte[] associatedData, byte[] box) throws CryptoFailure;

  /**
   * A signature; empty if the suite has none.
   *
   * @param random of a salt, where the scheme has one
   */
  byte[] sign(Kem.KeyPair own, byte[] message, Randomness random);

  /**
   * Checks a signature; in a suite without signatures it has to be empty.
   *
   * @throws CryptoFailure if it is not good
   */
  void verify(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure;

  /** Makes the primitives of a run. Safe for use by several threads. */
  @FunctionalInterface
  interface Source {

    /** New ones, for a run of their own. */
    Primitives of(Suite suite);

    /** The real ones. */
    static Source standard() {
      return StandardPrimitives::of;
    }
  }
}

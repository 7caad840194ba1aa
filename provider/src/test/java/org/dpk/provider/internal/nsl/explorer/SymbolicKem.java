package org.dpk.provider.internal.nsl.explorer;

import org.dpk.provider.internal.nsl.CryptoFailure;
import org.dpk.provider.internal.nsl.Kem;
import org.dpk.provider.internal.nsl.Randomness;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * A perfect KEM: whoever has not the seed or the private key knows nothing of the secret. The
 * secret is bound to the public key and to the seed.
 */
final class SymbolicKem implements Kem {

  static final int SECRET_LENGTH = 32;

  private final Terms terms;
  private final Weakened weakened;
  private final boolean ephemeral;
  private final int publicKeyLength;
  private final int ciphertextLength;

  /**
   * @param real whose lengths it has
   */
  SymbolicKem(Terms terms, Weakened weakened, boolean ephemeral, Kem real) {
    this.terms = terms;
    this.weakened = weakened;
    this.ephemeral = ephemeral;
    this.publicKeyLength = real.publicKeyLength();
    this.ciphertextLength = real.ciphertextLength();
  }

  @Override
  public int publicKeyLength() {
    return publicKeyLength;
  }

  @Override
  public int ciphertextLength() {
    return ciphertextLength;
  }

  @Override
  public KeyPair generate(Randomness random) {
    Term privateKey = ((SymbolicRandomness) random).privateKey(SECRET_LENGTH);
    return new KeyPair(
        terms.bytes(privateKey), terms.bytes(terms.publicKey(privateKey, publicKeyLength)));
  }

  @Override
  public Encapsulation encapsulate(byte[] publicKey, Randomness random) {
    Term key = terms.read(publicKey);
    Term seed = ((SymbolicRandomness) random).seed(ephemeral, SECRET_LENGTH);
    Term ciphertext = terms.encapsulation(key, seed, ciphertextLength);
    return new Encapsulation(terms.bytes(ciphertext), secret(key, seed));
  }

  @Override
  public byte[] decapsulate(KeyPair own, byte[] ciphertext) throws CryptoFailure {
    Term sent = terms.read(ciphertext);
    Term key = terms.publicKey(terms.read(own.privateKey()), publicKeyLength);
    if (!sent.is(Operation.ENCAPSULATION) || sent.part(0) != key) {
      throw new CryptoFailure();
    }
    return secret(key, sent.part(1));
  }

  private byte[] secret(Term key, Term seed) {
    return terms.bytes(weakened.sharedSecret(key, seed, SECRET_LENGTH));
  }
}

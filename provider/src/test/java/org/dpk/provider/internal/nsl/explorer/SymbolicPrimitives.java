package org.dpk.provider.internal.nsl.explorer;

import org.dpk.provider.internal.nsl.CryptoFailure;
import org.dpk.provider.internal.nsl.Kem;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Randomness;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.explorer.Outcome.WantedBox;
import org.dpk.provider.internal.nsl.explorer.Outcome.WantedSignature;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * Perfect cryptography behind the interface of the real one: each operation makes a term, and what
 * undoes it looks at the term. What is {@linkplain Removal taken out} of the protocol is taken out
 * here, so that the state machines stay what they are.
 */
final class SymbolicPrimitives implements Primitives {

  static final int SIGNATURE_LENGTH = 64;

  private final Suite suite;
  private final Terms terms;
  private final Weakened weakened;
  private final boolean signs;
  private final Kem staticKem;
  private final Kem ephemeralKem;

  SymbolicPrimitives(Suite suite, Terms terms, Weakened weakened) {
    Primitives real = Source.standard().of(suite);
    this.suite = suite;
    this.terms = terms;
    this.weakened = weakened;
    this.signs = suite != Suite.NSL_XWING;
    this.staticKem = new SymbolicKem(terms, weakened, false, real.staticKem());
    this.ephemeralKem = new SymbolicKem(terms, weakened, true, real.ephemeralKem());
  }

  @Override
  public Suite suite() {
    return suite;
  }

  @Override
  public Kem staticKem() {
    return staticKem;
  }

  @Override
  public Kem ephemeralKem() {
    return ephemeralKem;
  }

  @Override
  public byte[] hash(byte[]... parts) {
    return terms.bytes(terms.hash(weakened.hashed(terms.read(parts)), suite.hashLength()));
  }

  @Override
  public byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
    Term secret = weakened.extracted(terms.read(salt), terms.read(inputKeyMaterial), suite);
    return terms.bytes(secret);
  }

  @Override
  public byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    Term use = terms.read(info);
    Term secret = weakened.expanded(terms.read(pseudorandomKey), Label.of(use));
    return terms.bytes(terms.expand(secret, use, length));
  }

  @Override
  public byte[] seal(byte[] key, byte[] iv, byte[] associatedData, byte[] plaintext) {
    return terms.bytes(
        terms.box(
            terms.read(key), terms.read(iv), terms.read(associatedData), terms.read(plaintext)));
  }

  @Override
  public byte[] open(byte[] key, byte[] iv, byte[] associatedData, byte[] box)
      throws CryptoFailure {
    WantedBox wanted = new WantedBox(terms.read(key), terms.read(iv), terms.read(associatedData));
    Term sent = terms.read(box);
    if (sent.is(Operation.HOLE)) {
      throw new HoleReached(wanted);
    }
    if (!wanted.opens(sent)) {
      throw new CryptoFailure();
    }
    return weakened.opened(Label.ofKey(wanted.key()), terms.bytes(sent.part(3)));
  }

  @Override
  public byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
    if (!signs) {
      return new byte[0];
    }
    Term content = weakened.covered(terms.read(message));
    return terms.bytes(terms.signature(terms.read(own.privateKey()), content, SIGNATURE_LENGTH));
  }

  @Override
  public void verify(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure {
    if (!signs && signature.length > 0) {
      throw new CryptoFailure();
    }
    if (!signs || !weakened.verifiesSignatures()) {
      return;
    }
    Term privateKey = terms.read(publicKey).part(0);
    Term wanted =
        terms.signature(privateKey, weakened.covered(terms.read(message)), SIGNATURE_LENGTH);
    Term sent = terms.read(signature);
    if (sent.is(Operation.HOLE)) {
      throw new HoleReached(new WantedSignature(wanted));
    }
    if (sent != wanted) {
      throw new CryptoFailure();
    }
  }
}

package org.dpk.provider.internal.nsl;

import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;

/** A responder with good keys who says what it likes in NS2. */
final class DishonestResponder {

  private final TestParty self;
  private final TestParty a;
  private final Randomness random = new SeededRandomness(70);

  DishonestResponder(TestParty self, TestParty a) {
    this.self = self;
    this.a = a;
  }

  /**
   * @param n1 null for the one that A sent
   */
  byte[] ns2(NslMessage.Ns1 ns1, DpkIdentity idB, byte[] recHashA, byte @Nullable [] n1)
      throws CryptoFailure, MalformedMessage {
    Primitives primitives = Primitives.Source.standard().of(self.pair().suite());
    KeySchedule schedule = new KeySchedule(primitives, TestParty.REGISTRY, self.record());
    Kem.KeyPair own = new Kem.KeyPair(self.pair().revealKemKey(), self.pair().publicKey().kem());
    byte[] ssB = primitives.staticKem().decapsulate(own, ns1.ctB());
    schedule.absorbNs1(ns1.clear(), Secret.owning(ssB));
    byte[] sent = Plaintext.Box1.decode(schedule.box1().open(ns1.box1()), false).n1();
    schedule.absorbBox1(ns1.box1());
    Kem.Encapsulation toA = primitives.staticKem().encapsulate(a.pair().publicKey().kem(), random);
    Kem.Encapsulation toE = primitives.ephemeralKem().encapsulate(ns1.epk(), random);
    byte[] boxw = schedule.boxw().seal(toA.ciphertext());
    schedule.absorbNs2(boxw, toE.ciphertext());
    schedule.absorbSecrets(Secret.owning(toA.sharedSecret()), Secret.owning(toE.sharedSecret()));
    Plaintext.Box2 said =
        new Plaintext.Box2(n1 == null ? sent : n1, random.next(32), idB, recHashA, 60, 5);
    byte[] box2 = schedule.box2().seal(said.encode());
    return new NslMessage.Ns2(ns1.hsId(), boxw, toE.ciphertext(), box2).encode();
  }
}

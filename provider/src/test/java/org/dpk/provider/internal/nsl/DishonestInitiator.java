package org.dpk.provider.internal.nsl;

import java.util.function.UnaryOperator;

/** An initiator that follows the protocol but for what NS34 holds. */
final class DishonestInitiator {

  /** Whatever it may say otherwise than it should; each is the identity where it is honest. */
  static final class Lies {
    UnaryOperator<byte[]> n2InBox3 = UnaryOperator.identity();
    UnaryOperator<byte[]> n2InBox4 = UnaryOperator.identity();
    UnaryOperator<byte[]> signed = UnaryOperator.identity();
    UnaryOperator<byte[]> signature = UnaryOperator.identity();
    UnaryOperator<byte[]> box4 = UnaryOperator.identity();
    SuiteKeyPair signer;

    Lies(SuiteKeyPair signer) {
      this.signer = signer;
    }
  }

  private final TestParty self;
  private final TestParty b;
  private final Suite suite;
  private final Primitives primitives;
  private final KeySchedule schedule;
  private final Randomness random = new SeededRandomness(80);
  private final byte[] hsId = random.next(NslMessage.HS_ID_LENGTH);
  private final Kem.KeyPair ephemeral;

  DishonestInitiator(TestParty self, TestParty b) {
    this.self = self;
    this.b = b;
    this.suite = self.pair().suite();
    this.primitives = Primitives.Source.standard().of(suite);
    this.schedule = new KeySchedule(primitives, TestParty.REGISTRY, b.record());
    this.ephemeral = primitives.ephemeralKem().generate(random);
  }

  byte[] ns1() throws CryptoFailure {
    Kem.Encapsulation toB = primitives.staticKem().encapsulate(b.pair().publicKey().kem(), random);
    byte[] kid = OwnKeys.kid(b.record());
    byte[] epk = ephemeral.publicKey();
    byte[] clear = NslMessage.Ns1.clear(suite.id(), kid, toB.ciphertext(), epk);
    schedule.absorbNs1(clear, Secret.owning(toB.sharedSecret()));
    Plaintext.Box1 claim =
        new Plaintext.Box1(
            random.next(32),
            self.identity(),
            self.record().record().version(),
            self.record().recHash(),
            null);
    byte[] box1 = schedule.box1().seal(claim.encode());
    schedule.absorbBox1(box1);
    return new NslMessage.Ns1(hsId, new byte[0], suite.id(), kid, toB.ciphertext(), epk, box1)
        .encode();
  }

  byte[] ns34(byte[] message, Lies lies) throws CryptoFailure, MalformedMessage {
    NslMessage.Ns2 ns2 = (NslMessage.Ns2) NslMessage.decode(message);
    byte[] ctA = schedule.boxw().open(ns2.boxw());
    schedule.absorbNs2(ns2.boxw(), ns2.ect());
    Kem.KeyPair own = new Kem.KeyPair(self.pair().revealKemKey(), self.pair().publicKey().kem());
    schedule.absorbSecrets(
        Secret.owning(primitives.staticKem().decapsulate(own, ctA)),
        Secret.owning(primitives.ephemeralKem().decapsulate(ephemeral, ns2.ect())));
    byte[] n2 = Plaintext.Box2.decode(schedule.box2().open(ns2.box2())).n2();
    schedule.absorbBox2(ns2.box2());
    byte[] box3 = schedule.box3().seal(lies.n2InBox3.apply(n2.clone()));
    schedule.absorbBox3(box3);
    byte[] ks = random.next(Plaintext.KS_LENGTH);
    byte[] content = lies.signed.apply(schedule.signedContent(self.record(), Secret.owning(ks)));
    byte[] signature = lies.signature.apply(sign(lies.signer, content));
    byte[] plaintext = new Plaintext.Box4(ks, lies.n2InBox4.apply(n2.clone()), signature).encode();
    byte[] box4 = schedule.box4().seal(lies.box4.apply(plaintext));
    return new NslMessage.Ns34(hsId, box3, box4).encode();
  }

  private byte[] sign(SuiteKeyPair signer, byte[] content) {
    byte[] publicKey = suite.keyFormat().verificationKey(signer.publicKey());
    return primitives.sign(
        new Kem.KeyPair(signer.revealSignatureKey(), publicKey), content, random);
  }
}

package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Ns2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * G. Lowe, An attack on the Needham-Schroeder public-key authentication protocol (1995): A talks to
 * the dishonest M, who uses what A says to pass for A at B.
 */
@ParameterizedClass
@EnumSource(Suite.class)
class LoweAttackTest {

  private final TestParty a;
  private final TestParty b;
  private final TestParty m;
  private final Primitives primitives;
  private final Randomness random = new SeededRandomness(9);

  LoweAttackTest(Suite suite) {
    this.a = TestParty.of(suite, "dns:a.example.org", 1);
    this.b = TestParty.of(suite, "dns:b.example.org", 2);
    this.m = TestParty.of(suite, "dns:m.example.org", 3);
    this.primitives = Primitives.Source.standard().of(suite);
  }

  @Test
  void mCannotPassForA() throws Exception {
    try (Handshake withM = new Handshake(a, m, 1)) {
      // 1. A → M: M opens it, as it may
      Ns1 ns1 = (Ns1) NslMessage.decode(withM.ns1());
      KeySchedule runWithA = new KeySchedule(primitives, TestParty.REGISTRY, m.record());
      byte[] ssM =
          primitives
              .staticKem()
              .decapsulate(
                  new Kem.KeyPair(m.pair().revealKemKey(), m.pair().publicKey().kem()), ns1.ctB());
      runWithA.absorbNs1(ns1.clear(), Secret.owning(ssM));
      byte[] whatASaid = runWithA.box1().open(ns1.box1());
      runWithA.absorbBox1(ns1.box1());

      // 1'. M as A → B, word by word
      KeySchedule runWithB = new KeySchedule(primitives, TestParty.REGISTRY, b.record());
      Kem.Encapsulation toB =
          primitives.staticKem().encapsulate(b.pair().publicKey().kem(), random);
      byte[] kidB = OwnKeys.kid(b.record());
      byte[] clear = Ns1.clear(ns1.suite(), kidB, toB.ciphertext(), ns1.epk());
      runWithB.absorbNs1(clear, Secret.owning(toB.sharedSecret()));
      byte[] box1 = runWithB.box1().seal(whatASaid);
      runWithB.absorbBox1(box1);
      Ns1 asA =
          new Ns1(ns1.hsId(), new byte[0], ns1.suite(), kidB, toB.ciphertext(), ns1.epk(), box1);

      // 2'. B → A, by way of M: B does find A on chain
      Responder honest =
          new Responder(
              TestParty.REGISTRY,
              kid -> Optional.of(b.keys()),
              Primitives.Source.standard(),
              new SeededRandomness(2),
              KeyTerms.DEFAULT,
              hash -> true,
              false);
      honest.receive(asA.encode());
      ResponderStep.Send answer = (ResponderStep.Send) honest.found(a.onChain());
      Ns2 fromB = (Ns2) NslMessage.decode(answer.message());

      // 2. M → A: what only A can open is wrapped anew, the rest is B's
      byte[] ctA = runWithB.boxw().open(fromB.boxw());
      byte[] rewrapped = runWithA.boxw().seal(ctA);
      Ns2 toA = new Ns2(ns1.hsId(), rewrapped, fromB.ect(), fromB.box2());

      // A would have to answer for M to go on: here the paper's version falls
      NslAbort abort = assertThrows(NslAbort.class, () -> withM.ns34(toA.encode()));
      assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
      honest.close();
    }
  }
}

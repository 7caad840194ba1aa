package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.nsl.TamperingTest.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody on the way, or in another run, who reflects, repeats and mixes good messages, in each
 * suite.
 */
@ParameterizedClass
@EnumSource(Suite.class)
class MixedMessagesTest {

  private final Suite suite;
  private final TestParty a;
  private final TestParty b;

  MixedMessagesTest(Suite suite) {
    this.suite = suite;
    this.a = TestParty.of(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    this.b = TestParty.of(suite, "dns:server.example.org", 2);
  }

  @Test
  void reflectedMessagesAreRefused() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      assertMalformed(() -> run.initiator.receive(ns1));
    }
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns2 = run.ns2(run.ns1());
      assertMalformed(() -> run.responder.receive(ns2));
    }
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns34 = run.ns34(run.ns2(run.ns1())).message();
      assertMalformed(() -> run.initiator.receive(ns34));
    }
  }

  @Test
  void theAnswerOfAnotherRunIsRefused() throws NslAbort {
    try (Handshake one = new Handshake(a, b, 1);
        Handshake other = new Handshake(a, b, 2)) {
      byte[] ns1 = one.ns1();
      byte[] foreign = other.ns2(other.ns1());
      System.arraycopy(ns1, 2, foreign, 2, NslMessage.HS_ID_LENGTH);

      NslAbort abort = assertThrows(NslAbort.class, () -> one.ns34(foreign));

      assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
    }
  }

  @Test
  void partsOfAnotherRunAreRefused() throws Exception {
    // the two runs share everything but their randomness
    for (int part = 0; part < 3; part++) {
      try (Handshake one = new Handshake(a, b, 1);
          Handshake other = new Handshake(a, b, 2)) {
        NslMessage.Ns2 mine = (NslMessage.Ns2) NslMessage.decode(one.ns2(one.ns1()));
        NslMessage.Ns2 foreign = (NslMessage.Ns2) NslMessage.decode(other.ns2(other.ns1()));
        byte[] mixed =
            new NslMessage.Ns2(
                    mine.hsId(),
                    part == 0 ? foreign.boxw() : mine.boxw(),
                    part == 1 ? foreign.ect() : mine.ect(),
                    part == 2 ? foreign.box2() : mine.box2())
                .encode();
        NslAbort abort = assertThrows(NslAbort.class, () -> one.ns34(mixed));
        assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
      }
    }
  }

  @Test
  void aRepeatedNs1MeetsAnotherRun() throws NslAbort {
    byte[] ns1;
    byte[] ns34;
    KeyRatchet keys;
    try (Handshake run = new Handshake(a, b, 1)) {
      ns1 = run.ns1();
      InitiatorStep.Agreed agreed = run.ns34(run.ns2(ns1));
      ns34 = agreed.message();
      keys = agreed.keys().keys();
      run.agreed(ns34);
    }
    try (Handshake later = new Handshake(a, b, 77)) {
      later.ns2(ns1); // the responder's randomness is another one
      NslAbort abort = assertThrows(NslAbort.class, () -> later.agreed(ns34));
      assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
    }
    keys.close();
  }

  @Test
  void aKnownEncapsulationIsRefusedBeforeTheKeyIsUsed() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      try (Responder responder =
          new Responder(
              TestParty.REGISTRY,
              kid -> Optional.of(b.keys()),
              Primitives.Source.standard(),
              new SeededRandomness(1),
              KeyTerms.DEFAULT,
              hash -> false,
              false)) {
        NslAbort abort = assertThrows(NslAbort.class, () -> responder.receive(ns1));
        assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
      }
    }
  }

  @Test
  void nothingFollowsTheEnd() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns2 = run.ns2(run.ns1());
      byte[] ns34 = run.ns34(ns2).message();
      run.agreed(ns34);

      assertThrows(IllegalStateException.class, () -> run.responder.receive(ns34));
      assertMalformed(() -> run.initiator.receive(ns2));
      assertThrows(IllegalStateException.class, () -> run.initiator.receive(ns2));
    }
  }

  @Test
  void nobodyElseCanAnswerForB() throws NslAbort {
    // an impostor with B's name and other keys, who takes whatever kid comes
    TestParty impostor = TestParty.of(suite, b.identity().toString(), 3);
    try (Handshake run = new Handshake(a, b, 1);
        Responder responder =
            new Responder(
                TestParty.REGISTRY,
                kid -> Optional.of(impostor.keys()),
                Primitives.Source.standard(),
                new SeededRandomness(1),
                KeyTerms.DEFAULT,
                hash -> true,
                false)) {
      byte[] ns1 = run.ns1();
      NslAbort abort = assertThrows(NslAbort.class, () -> responder.receive(ns1));
      assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
    }
  }

  @Test
  void nobodyElseCanGoOnForA() throws NslAbort {
    // mallory knows all of A's record, and claims to be A
    TestParty claimed = TestParty.of(suite, a.identity().toString(), 3);
    try (Handshake run = new Handshake(claimed, b, 1)) {
      ResponderStep step = run.responder.receive(run.ns1());
      assertTrue(step instanceof ResponderStep.LookUp);
      NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.found(a.onChain()));
      assertEquals(AlertCode.RECORD_STALE, abort.alert().orElseThrow());
    }
  }

  // mallory claims A's record itself, which everybody can read
  @Test
  void nobodyWithoutThePrivateKeyOfARecordOpensNs2() throws Exception {
    SuiteKeyPair mallorys = TestParty.pair(suite, 3);
    try (Handshake run = new Handshake(a, b, 1);
        InitiatorRun thief =
            new InitiatorRun(
                TestParty.REGISTRY,
                a.keys(),
                b.record(),
                mallorys,
                Primitives.Source.standard(),
                new SeededRandomness(1))) {
      byte[] ns2 = run.ns2(thief.ns1(b.pair().publicKey(), null).encode());
      NslMessage.Ns2 decoded = (NslMessage.Ns2) NslMessage.decode(ns2);
      assertThrows(CryptoFailure.class, () -> thief.open(decoded));
    }
  }

  // both ends initiate and respond at once, and get each other's messages in the wrong role
  @Test
  void messagesOfTheOtherDirectionAreRefused() throws NslAbort {
    try (Handshake there = new Handshake(a, b, 1);
        Handshake back = new Handshake(b, a, 2)) {
      byte[] toB = there.ns1();
      byte[] toA = back.ns1();
      NslAbort atA = assertThrows(NslAbort.class, () -> back.responder.receive(toB));
      assertEquals(AlertCode.UNKNOWN_KID, atA.alert().orElseThrow());
      byte[] ns2OfB = there.ns2(toB);
      byte[] ns2OfA = back.ns2(toA);
      System.arraycopy(toA, 2, ns2OfB, 2, NslMessage.HS_ID_LENGTH);
      NslAbort atB = assertThrows(NslAbort.class, () -> back.ns34(ns2OfB));
      assertEquals(AlertCode.DECRYPT_ERROR, atB.alert().orElseThrow());
      System.arraycopy(toB, 2, ns2OfA, 2, NslMessage.HS_ID_LENGTH);
      NslAbort alsoAtA = assertThrows(NslAbort.class, () -> there.ns34(ns2OfA));
      assertEquals(AlertCode.DECRYPT_ERROR, alsoAtA.alert().orElseThrow());
    }
  }

  // NS1 for B, sent on to A with A's kid in place of B's: the names are in th0
  @Test
  void anNs1ForSomebodyElseDoesNotOpen() throws Exception {
    try (Handshake there = new Handshake(a, b, 1);
        Handshake back = new Handshake(b, a, 2)) {
      NslMessage.Ns1 ns1 = (NslMessage.Ns1) NslMessage.decode(there.ns1());
      byte[] bent =
          new NslMessage.Ns1(
                  ns1.hsId(),
                  ns1.cookie(),
                  ns1.suite(),
                  OwnKeys.kid(a.record()),
                  ns1.ctB(),
                  ns1.epk(),
                  ns1.box1())
              .encode();
      NslAbort abort = assertThrows(NslAbort.class, () -> back.responder.receive(bent));
      assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
    }
  }

  /** What a responder says of itself and of A in box2, and A's answer to it. */
  @Test
  void aResponderThatNamesAnotherIsRefused() throws Exception {
    TestParty other = TestParty.of(suite, "dns:other.example.org", 4);
    assertAnswered(
        AlertCode.DECRYPT_ERROR, other.identity(), a.record().recHash(), null, "another name");
    assertAnswered(
        AlertCode.DECRYPT_ERROR, a.identity(), a.record().recHash(), null, "the names swapped");
    assertAnswered(
        AlertCode.DECRYPT_ERROR, b.identity(), other.record().recHash(), null, "a stale record");
    assertAnswered(
        AlertCode.DECRYPT_ERROR, b.identity(), a.record().recHash(), new byte[32], "another n1");
  }

  private void assertAnswered(
      AlertCode code, DpkIdentity idB, byte[] recHashA, byte @Nullable [] n1, String what)
      throws Exception {
    try (Handshake run = new Handshake(a, b, 1)) {
      NslMessage.Ns1 ns1 = (NslMessage.Ns1) NslMessage.decode(run.ns1());
      byte[] ns2 = new DishonestResponder(b, a).ns2(ns1, idB, recHashA, n1);
      NslAbort abort = assertThrows(NslAbort.class, () -> run.ns34(ns2), what);
      assertEquals(code, abort.alert().orElseThrow(), what);
    }
    // an honest one of the same make is believed
    try (Handshake run = new Handshake(a, b, 1)) {
      NslMessage.Ns1 ns1 = (NslMessage.Ns1) NslMessage.decode(run.ns1());
      run.ns34(new DishonestResponder(b, a).ns2(ns1, b.identity(), a.record().recHash(), null));
    }
  }

  // RSA: a seed can be opened and encrypted again; ss hangs on the ciphertext and on the key
  @Test
  void theSameRandomnessTwiceMakesTwoSecrets() throws Exception {
    Kem kem = Primitives.Source.standard().of(suite).staticKem();
    byte[] toB =
        kem.encapsulate(b.pair().publicKey().kem(), new SeededRandomness(1)).sharedSecret();
    byte[] toA =
        kem.encapsulate(a.pair().publicKey().kem(), new SeededRandomness(1)).sharedSecret();
    assertFalse(Arrays.equals(toA, toB));
  }

  @Test
  void theRunIsDeterministic() throws NslAbort {
    try (Handshake one = new Handshake(a, b, 5);
        Handshake same = new Handshake(a, b, 5)) {
      byte[] ns1 = one.ns1();
      assertArrayEquals(ns1, same.ns1());
      byte[] ns2 = one.ns2(ns1);
      assertArrayEquals(ns2, same.ns2(ns1));
      assertArrayEquals(one.ns34(ns2).message(), same.ns34(ns2).message());
    }
  }
}

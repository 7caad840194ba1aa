package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.Lookup;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.dpk.provider.internal.record.EncodedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a responder makes of what it finds on chain, and what an initiator hears of it. */
@ParameterizedClass
@EnumSource(Suite.class)
class JudgementTest {

  private static final String NAME_A = "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

  private final Suite suite;
  private final TestParty a;
  private final TestParty b;

  JudgementTest(Suite suite) {
    this.suite = suite;
    this.a = TestParty.of(suite, NAME_A, 3, 1);
    this.b = TestParty.of(suite, "dns:server.example.org", 2);
  }

  @Test
  void aRevokedIdentityIsTold() throws NslAbort {
    assertRefused(AlertCode.IDENTITY_REVOKED, "revoked", a.revoked());
  }

  @Test
  void anUnknownIdentityIsLookedUpPastTheCachesFirst() throws NslAbort {
    assertRefused(AlertCode.IDENTITY_UNKNOWN, "not registered", a.absent(), a.absent());
  }

  @Test
  void anOlderViewIsRefreshedFirst() throws NslAbort {
    TestParty older = TestParty.of(suite, NAME_A, 2, 1);
    assertRefused(
        AlertCode.RECORD_STALE,
        "the newest version known here is 2",
        older.onChain(),
        older.onChain());
    try (Handshake run = new Handshake(a, b, 1)) {
      ResponderStep.LookUp first = (ResponderStep.LookUp) run.responder.receive(run.ns1());
      ResponderStep.LookUp second = (ResponderStep.LookUp) run.responder.found(older.onChain());
      assertFalse(first.pastCaches());
      assertTrue(second.pastCaches());
      assertEquals(a.identity(), second.identity());
      assertEquals(3, second.version());
      assertInstanceOf(ResponderStep.Send.class, run.responder.found(a.onChain()));
    }
  }

  @Test
  void aRecordThatWasReplacedIsStale() throws NslAbort {
    assertRefused(
        AlertCode.RECORD_STALE,
        "version 4 on chain is another record",
        TestParty.of(suite, NAME_A, 4, 1).onChain());
  }

  @Test
  void theSameVersionWithOtherKeysIsStale() throws NslAbort {
    assertRefused(
        AlertCode.RECORD_STALE,
        "version 3 on chain is another record",
        TestParty.of(suite, NAME_A, 3, 99).onChain());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "0, -1, false",
    "0, 1, true",
    "0, 0x0, true",
    "1, 0, false",
    "-1, 1, true",
  })
  void validityIsJudgedByTheTimeOfTheBlock(int before, String after, boolean valid)
      throws NslAbort {
    long now = TestParty.BLOCK.timestamp();
    long notBefore = before == 0 ? 0 : now + before;
    long notAfter = after.equals("0") ? 0 : now + Integer.decode(after);
    EncodedRecord record =
        TestParty.record(NAME_A, 3, notBefore, notAfter, List.of(a.pair().publicKey()));
    TestParty dated = new TestParty(new OwnKeys(record, List.of(a.pair())), a.pair());
    try (Handshake run = new Handshake(dated, b, 1)) {
      run.responder.receive(run.ns1());
      if (valid) {
        assertInstanceOf(ResponderStep.Send.class, run.responder.found(TestParty.active(record)));
      } else {
        NslAbort abort =
            assertThrows(NslAbort.class, () -> run.responder.found(TestParty.active(record)));
        assertEquals(AlertCode.RECORD_STALE, abort.alert().orElseThrow());
      }
    }
  }

  @Test
  void anotherIdentitysRecordIsNoAnswer() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(run.ns1());
      assertThrows(IllegalArgumentException.class, () -> run.responder.found(b.onChain()));
    }
  }

  @Test
  void aKeyOnChainThatNobodyShouldUseIsUnusable() throws NslAbort {
    byte[] bad = a.pair().publicKey().kem();
    switch (suite) {
      case NSL_RSA2048 -> bad[264] &= (byte) 0xFE; // an even modulus
      case NSL_X25519 -> Arrays.fill(bad, (byte) 0); // of low order
      case NSL_XWING -> Arrays.fill(bad, 0, 3, (byte) 0xFF); // coefficients above the modulus
    }
    assertRefusedKey(bad);
  }

  @Test
  void aKeyOfAWrongLengthOnChainIsUnusable() throws NslAbort {
    byte[] good = a.pair().publicKey().kem();
    assertRefusedKey(Arrays.copyOf(good, good.length - 1));
    assertRefusedKey(Arrays.copyOf(good, good.length + 1));
  }

  private void assertRefusedKey(byte[] kem) throws NslAbort {
    SuiteKey bad = new SuiteKey(suite.id(), kem, a.pair().publicKey().sig());
    assertRefusedRecord(TestParty.record(NAME_A, 3, List.of(bad)), "the record has no usable key");
  }

  // an initiator that claims a record which it can't use itself
  private void assertRefusedRecord(EncodedRecord record, String reason) throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = claiming(record, b);
      run.responder.receive(ns1);
      NslAbort abort =
          assertThrows(NslAbort.class, () -> run.responder.found(TestParty.active(record)));
      assertEquals(AlertCode.RECORD_STALE, abort.alert().orElseThrow());
      assertEquals(reason, abort.reason());
    }
  }

  /** NS1 with valid boxes, of somebody who claims a record. */
  static byte[] claiming(EncodedRecord record, TestParty b) {
    SeededRandomness random = new SeededRandomness(5);
    Primitives primitives = Primitives.Source.standard().of(b.pair().suite());
    byte[] epk = primitives.ephemeralKem().generate(random).publicKey();
    return claiming(record, b, epk);
  }

  static byte[] claiming(EncodedRecord record, TestParty b, byte[] epk) {
    SeededRandomness random = new SeededRandomness(6);
    Suite suite = b.pair().suite();
    Primitives primitives = Primitives.Source.standard().of(suite);
    KeySchedule schedule = new KeySchedule(primitives, TestParty.REGISTRY, b.record());
    Kem.Encapsulation toB;
    try {
      toB = primitives.staticKem().encapsulate(b.pair().publicKey().kem(), random);
    } catch (CryptoFailure e) {
      throw new AssertionError(e);
    }
    byte[] kid = OwnKeys.kid(b.record());
    schedule.absorbNs1(
        NslMessage.Ns1.clear(suite.id(), kid, toB.ciphertext(), epk),
        Secret.owning(toB.sharedSecret()));
    Plaintext.Box1 claim =
        new Plaintext.Box1(
            random.next(32), record.identity(), record.record().version(), record.recHash(), null);
    byte[] box1 = schedule.box1().seal(claim.encode());
    return new NslMessage.Ns1(
            random.next(8), new byte[0], suite.id(), kid, toB.ciphertext(), epk, box1)
        .encode();
  }

  @Test
  void anEphemeralKeyThatNobodyShouldUseIsAnsweredBySeven() throws NslAbort {
    for (byte[] epk : badEphemeralKeys()) {
      try (Handshake run = new Handshake(a, b, 1)) {
        run.responder.receive(claiming(a.record(), b, epk));
        NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.found(a.onChain()));
        assertEquals(AlertCode.DECRYPT_ERROR, abort.alert().orElseThrow());
      }
    }
  }

  private List<byte[]> badEphemeralKeys() {
    if (suite != Suite.NSL_XWING) {
      return EdgeCases.lowOrderPoints();
    }
    byte[] good = a.pair().publicKey().kem();
    List<byte[]> bad = new ArrayList<>();
    for (byte[] start : EdgeCases.coefficientsAboveTheModulus()) {
      byte[] key = good.clone();
      System.arraycopy(start, 0, key, 0, start.length);
      bad.add(key);
    }
    return bad;
  }

  @Test
  void anEphemeralKeyOfAnotherLengthIsMalformed() throws NslAbort {
    int length = Primitives.Source.standard().of(suite).ephemeralKem().publicKeyLength();
    for (int wrong : new int[] {1, length - 1, length + 1, 32 + 1216 - length}) {
      try (Handshake run = new Handshake(a, b, 1)) {
        byte[] ns1 = claiming(a.record(), b, new byte[wrong]);
        NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.receive(ns1));
        assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
      }
    }
  }

  @Test
  void anIdentityDoesNotConnectToItself() throws NslAbort {
    try (Handshake run = new Handshake(b, b, 1)) {
      assertThrows(NslAbort.class, run::ns1);
    }
    try (Handshake run = new Handshake(a, b, 1)) {
      NslAbort abort =
          assertThrows(NslAbort.class, () -> run.responder.receive(claiming(b.record(), b)));
      assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
    }
  }

  /** Runs up to the refusal, checks what goes over the wire, and what A makes of it. */
  private void assertRefused(AlertCode code, String reason, Lookup... lookups) throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(run.ns1());
      for (int i = 0; i < lookups.length - 1; i++) {
        assertInstanceOf(ResponderStep.LookUp.class, run.responder.found(lookups[i]));
      }
      Lookup last = lookups[lookups.length - 1];
      NslAbort atB = assertThrows(NslAbort.class, () -> run.responder.found(last));
      assertHeard(run, atB, code, reason);
    }
  }

  private static void assertHeard(Handshake run, NslAbort atB, AlertCode code, String reason) {
    byte[] alert = atB.reply().orElseThrow();
    assertEquals(code, atB.alert().orElseThrow());
    assertEquals(reason, atB.reason());
    assertEquals(0, alert[NslMessage.HEADER_LENGTH], "nobody on the way sees the reason");
    NslAbort atA = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
    assertEquals(code, atA.alert().orElseThrow());
    assertEquals(Origin.PEER, atA.origin());
    assertEquals(reason, atA.reason());
    assertEquals(Optional.empty(), atA.reply());
  }

  @Test
  void aLookUpThatFails() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(run.ns1());
      NslAbort atB = run.responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "no node");
      assertHeard(run, atB, AlertCode.LOOKUP_UNAVAILABLE, "no node");
    }
  }

  @Test
  void policyIsToldAfterTheKeysAreAgreed() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns34 = run.ns34(run.ns2(run.ns1())).message();
      run.agreed(ns34);
      NslAbort atB = run.responder.refuse(AlertCode.POLICY_DENIED, "not allowed here");
      assertHeard(run, atB, AlertCode.POLICY_DENIED, "not allowed here");
    }
  }

  @Test
  void aReasonIsCutAndPrintable() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(run.ns1());
      byte[] alert =
          run.responder
              .refuse(AlertCode.LOOKUP_UNAVAILABLE, "\u0007\u00fc\n" + "x".repeat(1000))
              .reply()
              .orElseThrow();
      NslAbort atA = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
      assertEquals("???" + "x".repeat(197), atA.reason());
    }
  }

  @Test
  void oneAlertAtMost() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(run.ns1());
      run.responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "");
      assertThrows(
          IllegalStateException.class,
          () -> run.responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, ""));
    }
  }

  @Test
  void whatHasToBeSealedIsNotBelievedInClear() throws NslAbort {
    for (AlertCode code : AlertCode.values()) {
      if (code == AlertCode.UNKNOWN_KID) {
        continue;
      }
      try (Handshake run = new Handshake(a, b, 1)) {
        byte[] ns1 = run.ns1();
        byte[] hsId = Arrays.copyOfRange(ns1, 2, 10);
        byte[] alert = NslMessage.Alert.clear(hsId, code).encode();
        NslAbort atA = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
        assertEquals(Origin.ANYBODY, atA.origin());
        assertEquals(code.isSealed(), atA.alert().isEmpty(), code.name());
      }
    }
  }

  @Test
  void aForgedSealedAlertIsNotBelieved() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1);
        Handshake other = new Handshake(a, b, 2)) {
      run.ns1();
      other.responder.receive(other.ns1());
      byte[] foreign = other.responder.refuse(AlertCode.IDENTITY_REVOKED, "").reply().orElseThrow();
      NslAbort atA = assertThrows(NslAbort.class, () -> run.initiator.receive(foreign));
      assertEquals(AlertCode.DECRYPT_ERROR, atA.alert().orElseThrow());
      assertEquals(Origin.HERE, atA.origin());
    }
  }

  @Test
  void anAlertToTheResponderEndsIt() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      run.ns2(ns1);
      byte[] hsId = Arrays.copyOfRange(ns1, 2, 10);
      byte[] alert = NslMessage.Alert.clear(hsId, AlertCode.DECRYPT_ERROR).encode();
      NslAbort atB = assertThrows(NslAbort.class, () -> run.responder.receive(alert));
      assertEquals(Origin.ANYBODY, atB.origin());
      assertEquals(Optional.empty(), atB.reply());
      assertTrue(run.responder.isClosed());
    }
  }

  @Test
  void anUnknownKidMakesOneFurtherNs1() throws NslAbort {
    TestParty rotated = TestParty.of(suite, "dns:server.example.org", 2, 22);
    try (Handshake run = new Handshake(a, b, 1);
        Responder responder = responder(rotated)) {
      byte[] ns1 = run.ns1();
      NslAbort atB = assertThrows(NslAbort.class, () -> responder.receive(ns1));
      assertEquals(AlertCode.UNKNOWN_KID, atB.alert().orElseThrow());
      assertFalse(responder.isClosed());

      byte[] alert = atB.reply().orElseThrow();
      assertInstanceOf(InitiatorStep.Refetch.class, run.initiator.receive(alert));
      byte[] again = run.initiator.restart(rotated.record());
      assertInstanceOf(ResponderStep.LookUp.class, responder.receive(again));
      ResponderStep.Send ns2 = (ResponderStep.Send) responder.found(a.onChain());
      InitiatorStep.Agreed atA = (InitiatorStep.Agreed) run.initiator.receive(ns2.message());
      AgreedKeys keys = ((ResponderStep.Agreed) responder.receive(atA.message())).keys();
      assertEquals(rotated.record(), atA.keys().peer());
      HandshakeTest.assertSameKeys(atA.keys().keys(), keys.keys(), 64);
    }
  }

  @Test
  void aSecondUnknownKidEndsTheRun() throws NslAbort {
    TestParty rotated = TestParty.of(suite, "dns:server.example.org", 2, 22);
    try (Handshake run = new Handshake(a, b, 1);
        Responder responder = responder(rotated)) {
      byte[] ns1 = run.ns1();
      byte[] alert =
          assertThrows(NslAbort.class, () -> responder.receive(ns1)).reply().orElseThrow();
      run.initiator.receive(alert);
      run.initiator.restart(TestParty.of(suite, "dns:server.example.org", 3, 23).record());
      NslAbort atA = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
      assertEquals(AlertCode.UNKNOWN_KID, atA.alert().orElseThrow());

      assertThrows(NslAbort.class, () -> responder.receive(ns1));
      assertThrows(NslAbort.class, () -> responder.receive(ns1));
      assertTrue(responder.isClosed());
    }
  }

  @Test
  void aRecordThatDidNotChangeIsNoReasonToTryAgain() throws NslAbort {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] hsId = Arrays.copyOfRange(run.ns1(), 2, 10);
      run.initiator.receive(NslMessage.Alert.clear(hsId, AlertCode.UNKNOWN_KID).encode());
      NslAbort abort = assertThrows(NslAbort.class, () -> run.initiator.restart(b.record()));
      assertEquals(AlertCode.UNKNOWN_KID, abort.alert().orElseThrow());
      assertThrows(IllegalStateException.class, () -> run.initiator.restart(b.record()));
    }
  }

  @Test
  void aRetryBringsTheSameNs1WithTheCookieOnce() throws Exception {
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      byte[] hsId = Arrays.copyOfRange(ns1, 2, 10);
      byte[] retry = new NslMessage.Retry(hsId, new byte[] {1, 2, 3}).encode();
      InitiatorStep.Send again = (InitiatorStep.Send) run.initiator.receive(retry);
      NslMessage.Ns1 first = (NslMessage.Ns1) NslMessage.decode(ns1);
      NslMessage.Ns1 second = (NslMessage.Ns1) NslMessage.decode(again.message());
      assertArrayEquals(new byte[] {1, 2, 3}, second.cookie());
      assertArrayEquals(first.encode(), second.withCookie(first.cookie()).encode());

      // a cookie takes no part in the transcript: the run goes on
      InitiatorStep.Agreed atA = run.ns34(run.ns2(again.message()));
      HandshakeTest.assertSameKeys(atA.keys().keys(), run.agreed(atA.message()).keys(), 64);
    }
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] hsId = Arrays.copyOfRange(run.ns1(), 2, 10);
      byte[] retry = new NslMessage.Retry(hsId, new byte[] {1}).encode();
      run.initiator.receive(retry);
      NslAbort abort = assertThrows(NslAbort.class, () -> run.initiator.receive(retry));
      assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
    }
  }

  private static Responder responder(TestParty party) {
    return new Responder(
        TestParty.REGISTRY,
        kid -> Optional.of(party.keys()).filter(keys -> keys.hasKid(kid)),
        Primitives.Source.standard(),
        new SeededRandomness(3),
        KeyTerms.DEFAULT,
        hash -> true,
        false);
  }

  @Test
  void theInitiatorKeepsToItsOwnTermsIfTheyAreShorter() throws NslAbort {
    KeyTerms shorter = new KeyTerms(Duration.ofMinutes(5), 3);
    try (Handshake run = new Handshake(a, b, 1, null, shorter)) {
      InitiatorStep.Agreed atA = run.ns34(run.ns2(run.ns1()));
      assertEquals(shorter, atA.keys().terms());
      assertEquals(3, atA.keys().keys().uses());
    }
    KeyTerms longer = new KeyTerms(Duration.ofDays(5), 3000);
    try (Handshake run = new Handshake(a, b, 1, null, longer)) {
      assertEquals(KeyTerms.DEFAULT, run.ns34(run.ns2(run.ns1())).keys().terms());
    }
  }
}

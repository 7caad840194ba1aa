package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.record.EncodedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A candidate with keys of several suites is proven run by run, each in one of them. */
class EnrolmentOfSuitesTest {

  private static final byte[] TOKEN = "a token, opaque here".getBytes();
  private static final String DEVICE = "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

  /** A candidate with keys of every suite, with the private ones that a run is to prove. */
  private TestParty candidate(Suite proven) {
    List<SuiteKeyPair> pairs =
        Stream.of(Suite.values()).map(suite -> TestParty.pair(suite, 5)).toList();
    EncodedRecord record =
        TestParty.record(DEVICE, 1, pairs.stream().map(SuiteKeyPair::publicKey).toList());
    SuiteKeyPair pair = TestParty.pair(proven, 5);
    return new TestParty(new OwnKeys(record, List.of(pair)), pair);
  }

  private static TestParty pkm(List<Suite> suites) {
    List<SuiteKeyPair> pairs = suites.stream().map(suite -> TestParty.pair(suite, 6)).toList();
    EncodedRecord record =
        TestParty.record(
            "dns:pkm.example.org", 1, pairs.stream().map(SuiteKeyPair::publicKey).toList());
    return new TestParty(new OwnKeys(record, pairs), pairs.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void eachRunProvesTheSuiteThatTheDeviceComesWith(Suite suite) throws NslAbort {
    TestParty wanted = candidate(suite);
    TestParty all = pkm(List.of(Suite.NSL_XWING, Suite.NSL_X25519, Suite.NSL_RSA2048));
    try (Handshake run = new Handshake(wanted, all, 1, TOKEN, KeyTerms.DEFAULT)) {
      AgreedKeys proven = run.agreed(run.ns34(run.ns2(run.ns1())).message());
      assertEquals(suite, proven.suite());
      assertEquals(wanted.record(), proven.peer());
    }
  }

  @Test
  void ofSeveralSuitesAtHandThePkmsRecordSaysWhich() throws NslAbort {
    TestParty all = pkm(List.of(Suite.NSL_XWING, Suite.NSL_RSA2048));
    TestParty several =
        new TestParty(
            new OwnKeys(
                candidate(Suite.NSL_X25519).record(),
                Stream.of(Suite.values()).map(suite -> TestParty.pair(suite, 5)).toList()),
            TestParty.pair(Suite.NSL_XWING, 5));
    try (Handshake run = new Handshake(several, all, 1, TOKEN, KeyTerms.DEFAULT)) {
      assertEquals(Suite.NSL_XWING, run.agreed(run.ns34(run.ns2(run.ns1())).message()).suite());
    }
  }

  @Test
  void aSuiteThatThePkmHasNotCanNotBeProven() {
    try (Handshake run =
        new Handshake(
            candidate(Suite.NSL_XWING),
            pkm(List.of(Suite.NSL_X25519)),
            1,
            TOKEN,
            KeyTerms.DEFAULT)) {
      NslAbort abort = assertThrows(NslAbort.class, run::ns1);
      assertEquals(AlertCode.SUITE, abort.alert().orElseThrow());
    }
  }

  @Test
  void aRunInASuiteThatTheCandidateHasNotIsRefused() throws Exception {
    TestParty device = TestParty.of(DEVICE, 1);
    TestParty all = pkm(List.of(Suite.NSL_X25519, Suite.NSL_XWING));
    SuiteKeyPair pair = TestParty.pair(Suite.NSL_XWING, 5);
    try (Handshake run = new Handshake(device, all, 1, TOKEN, KeyTerms.DEFAULT);
        InitiatorRun forged =
            new InitiatorRun(
                TestParty.REGISTRY,
                device.keys(), // of NSL_X25519 alone
                all.record(),
                pair,
                Primitives.Source.standard(),
                new SeededRandomness(1))) {
      Plaintext.Enrolment asked = new Plaintext.Enrolment(device.record().bytes(), TOKEN);
      SuiteKey toPkm = SuiteChoice.keyOf(all.record().record(), pair.suite().id()).orElseThrow();
      run.responder.receive(forged.ns1(toPkm, asked).encode());
      NslAbort abort = assertThrows(NslAbort.class, run.responder::enrolmentChecked);
      assertEquals(AlertCode.SUITE_DOWNGRADE, abort.alert().orElseThrow());
    }
  }

  /** Its own key of one suite, somebody else's of the other: the latter is never proven. */
  @ParameterizedTest
  @EnumSource
  void aKeyOfSomebodyElseIsNotProvenBesideAnOwnOne(Suite others) throws Exception {
    TestParty all = pkm(List.of(Suite.values()));
    TestParty wanted = candidate(others);
    SuiteKeyPair notTheirs = TestParty.pair(others, 7);
    try (Handshake run = new Handshake(wanted, all, 1, TOKEN, KeyTerms.DEFAULT);
        InitiatorRun thief =
            new InitiatorRun(
                TestParty.REGISTRY,
                wanted.keys(),
                all.record(),
                notTheirs,
                Primitives.Source.standard(),
                new SeededRandomness(1))) {
      Plaintext.Enrolment asked = new Plaintext.Enrolment(wanted.record().bytes(), TOKEN);
      SuiteKey toPkm = SuiteChoice.keyOf(all.record().record(), others.id()).orElseThrow();
      byte[] ns2 = run.ns2(thief.ns1(toPkm, asked).encode());
      assertThrows(CryptoFailure.class, () -> thief.open((NslMessage.Ns2) NslMessage.decode(ns2)));
    }
  }
}

package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.record.EncodedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two records alone say which suite it is, and nobody can have it otherwise. */
class SuiteChoiceTest {

  private static final String NAME_A = "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  private static final String NAME_B = "dns:server.example.org";

  /** Every list of suites without duplicates: 16 of them. */
  static List<List<Suite>> preferences() {
    List<List<Suite>> all = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < all.size(); i++) {
      for (Suite suite : Suite.values()) {
        if (!all.get(i).contains(suite)) {
          List<Suite> longer = new ArrayList<>(all.get(i));
          longer.add(suite);
          all.add(longer);
        }
      }
    }
    return all;
  }

  @Test
  void thereAreSixteenPreferences() {
    assertEquals(16, preferences().size());
    assertEquals(16, preferences().stream().distinct().count());
  }

  @ParameterizedTest
  @MethodSource("preferences")
  void everyPairOfPreferencesAgreesOnTheFirstOfBsThatAHas(List<Suite> ofB) throws Exception {
    for (List<Suite> ofA : preferences()) {
      Optional<Suite> expected = ofB.stream().filter(ofA::contains).findFirst();
      TestParty a = party(NAME_A, 1, ofA);
      TestParty b = party(NAME_B, 2, ofB);
      try (Handshake run = new Handshake(a, b, 3)) {
        if (expected.isEmpty()) {
          NslAbort abort = assertThrows(NslAbort.class, run::ns1);
          assertEquals(AlertCode.SUITE, abort.alert().orElseThrow());
          assertEquals(Optional.empty(), abort.reply(), "nothing was sent yet");
          continue;
        }
        InitiatorStep.Agreed atA = run.ns34(run.ns2(run.ns1()));
        AgreedKeys atB = run.agreed(atA.message());
        assertEquals(expected.get(), atA.keys().suite());
        assertEquals(expected.get(), atB.suite());
        HandshakeTest.assertSameKeys(atA.keys().keys(), atB.keys(), 64);
      }
    }
  }

  // a client that would rather have another suite, of those that both records have
  @ParameterizedTest
  @MethodSource("preferences")
  void anyOtherSuiteIsADowngrade(List<Suite> ofB) throws Exception {
    for (List<Suite> ofA : preferences()) {
      List<Suite> common = ofB.stream().filter(ofA::contains).toList();
      for (Suite picked : common) {
        TestParty a = party(NAME_A, 1, ofA);
        TestParty b = party(NAME_B, 2, ofB);
        try (Handshake run = new Handshake(a, b, 3);
            InitiatorRun bent = picking(picked, a, b)) {
          byte[] ns1 = bent.ns1(TestParty.pair(picked, 2).publicKey(), null).encode();
          assertInstanceOf(ResponderStep.LookUp.class, run.responder.receive(ns1));
          if (picked == common.get(0)) {
            assertInstanceOf(ResponderStep.Send.class, run.responder.found(a.onChain()));
          } else {
            NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.found(a.onChain()));
            assertEquals(AlertCode.SUITE_DOWNGRADE, abort.alert().orElseThrow());
            assertEquals(0, abort.reply().orElseThrow()[NslMessage.HEADER_LENGTH], "sealed");
          }
        }
      }
    }
  }

  private static InitiatorRun picking(Suite suite, TestParty a, TestParty b) {
    return new InitiatorRun(
        TestParty.REGISTRY,
        a.keys(),
        b.record(),
        TestParty.pair(suite, 1),
        Primitives.Source.standard(),
        new SeededRandomness(4));
  }

  /** A suite that the record of {@code kid_b} has not, or that nobody knows. */
  @Test
  void aSuiteThatTheRecordHasNotIsAnsweredByThree() throws Exception {
    TestParty a = party(NAME_A, 1, List.of(Suite.values()));
    for (Suite missing : Suite.values()) {
      List<Suite> others = Stream.of(Suite.values()).filter(suite -> suite != missing).toList();
      TestParty b = party(NAME_B, 2, others);
      try (Handshake run = new Handshake(a, b, 3);
          InitiatorRun bent = picking(missing, a, b)) {
        byte[] ns1 = bent.ns1(TestParty.pair(missing, 2).publicKey(), null).encode();
        assertAnswered(AlertCode.SUITE, run, ns1);
      }
    }
    for (int unknown : new int[] {0, 0x0100, 0x0102, 0x0202, 0x0302, 0x0401, 0xFFFF}) {
      try (Handshake run = new Handshake(a, party(NAME_B, 2, List.of(Suite.values())), 3)) {
        byte[] ns1 = run.ns1();
        ns1[NslMessage.HEADER_LENGTH + 1] = (byte) (unknown >>> 8);
        ns1[NslMessage.HEADER_LENGTH + 2] = (byte) unknown;
        assertAnswered(AlertCode.SUITE, run, ns1);
      }
    }
  }

  // the suite's number changed on the way: not even the lengths are right, or else nothing opens
  @Test
  void theSuiteOfAMessageCannotBeChangedOnTheWay() throws Exception {
    for (Suite chosen : Suite.values()) {
      TestParty a = party(NAME_A, 1, List.of(Suite.values()));
      List<Suite> preference = new ArrayList<>(List.of(Suite.values()));
      Collections.swap(preference, 0, preference.indexOf(chosen));
      TestParty b = party(NAME_B, 2, preference);
      for (Suite other : Suite.values()) {
        if (other == chosen) {
          continue;
        }
        try (Handshake run = new Handshake(a, b, 3)) {
          byte[] ns1 = run.ns1();
          ns1[NslMessage.HEADER_LENGTH + 1] = (byte) (other.id() >>> 8);
          ns1[NslMessage.HEADER_LENGTH + 2] = (byte) other.id();
          assertAnswered(AlertCode.MALFORMED, run, ns1);
        }
      }
    }
  }

  private static void assertAnswered(AlertCode code, Handshake run, byte[] ns1) {
    NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.receive(ns1));
    assertEquals(code, abort.alert().orElseThrow());
    assertEquals(code.code(), abort.reply().orElseThrow()[NslMessage.HEADER_LENGTH]);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  // with suites that are not known here yet among them
  @ParameterizedTest
  @MethodSource("seeds")
  void theChoiceIsAFunctionOfTheTwoLists(long seed) {
    Random random = new Random(seed);
    List<Integer> ofA = numbers(random);
    List<Integer> ofB = numbers(random);

    Optional<Integer> chosen = SuiteChoice.between(record(NAME_A, ofA), record(NAME_B, ofB));

    assertEquals(ofB.stream().filter(ofA::contains).findFirst(), chosen);
    Collections.shuffle(ofA, random);
    assertEquals(chosen, SuiteChoice.between(record(NAME_A, ofA), record(NAME_B, ofB)));
  }

  private static List<Integer> numbers(Random random) {
    List<Integer> numbers =
        new ArrayList<>(List.of(0x0101, 0x0201, 0x0301, 0x0001, 0x0202, 0xFFFE));
    Collections.shuffle(numbers, random);
    return new ArrayList<>(numbers.subList(0, random.nextInt(numbers.size() + 1)));
  }

  private static IdentityRecord record(String name, List<Integer> suites) {
    List<SuiteKey> keys =
        suites.stream().map(suite -> new SuiteKey(suite, new byte[5], new byte[0])).toList();
    return TestParty.record(name, 1, keys).record();
  }

  // B's first suite in common is one that only their records know: A does not fall back to another
  @Test
  void aSuiteThatIsNotKnownHereIsNotSteppedOver() throws Exception {
    SuiteKey future = new SuiteKey(0x0401, new byte[99], new byte[0]);
    SuiteKeyPair pairA = TestParty.pair(1);
    SuiteKeyPair pairB = TestParty.pair(2);
    EncodedRecord recordA = TestParty.record(NAME_A, 1, List.of(pairA.publicKey(), future));
    EncodedRecord recordB = TestParty.record(NAME_B, 1, List.of(future, pairB.publicKey()));
    TestParty a = new TestParty(new OwnKeys(recordA, List.of(pairA)), pairA);
    TestParty b = new TestParty(new OwnKeys(recordB, List.of(pairB)), pairB);
    try (Handshake run = new Handshake(a, b, 1)) {
      NslAbort abort = assertThrows(NslAbort.class, run::ns1);
      assertEquals(AlertCode.SUITE, abort.alert().orElseThrow());
      assertEquals(Optional.empty(), abort.reply());
    }
    try (Handshake run = new Handshake(a, b, 1)) {
      run.responder.receive(JudgementTest.claiming(recordA, b));
      NslAbort abort =
          assertThrows(NslAbort.class, () -> run.responder.found(TestParty.active(recordA)));
      assertEquals(AlertCode.SUITE_DOWNGRADE, abort.alert().orElseThrow());
    }
  }

  private static TestParty party(String name, long seed, List<Suite> preference) {
    List<SuiteKeyPair> pairs = new ArrayList<>();
    List<SuiteKey> keys = new ArrayList<>();
    for (Suite suite : preference) {
      SuiteKeyPair pair = TestParty.pair(suite, seed);
      pairs.add(pair);
      keys.add(pair.publicKey());
    }
    EncodedRecord record = TestParty.record(name, 1, keys);
    return new TestParty(new OwnKeys(record, pairs), TestParty.pair(seed));
  }
}

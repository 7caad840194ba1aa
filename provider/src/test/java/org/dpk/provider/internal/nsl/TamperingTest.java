package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on the way who changes, cuts, repeats and mixes messages. */
class TamperingTest {

  private static final int HEADER = NslMessage.HEADER_LENGTH;

  private final TestParty a = TestParty.of("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final TestParty b = TestParty.of("dns:server.example.org", 2);

  /** A part of a message, and what the receiver answers when a byte of it is flipped. */
  private record Field(String name, int from, int to, int alert) {
    boolean has(int offset) {
      return from <= offset && offset < to;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xFF})
  void everyByteOfNs1(int mask) throws NslAbort {
    int length;
    List<Field> authenticated;
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      length = ns1.length;
      authenticated =
          List.of(
              new Field("suite", HEADER + 1, HEADER + 3, 3),
              new Field("kid_b", HEADER + 3, HEADER + 11, 4),
              new Field("ct_b", HEADER + 13, HEADER + 45, 7),
              new Field("epk", HEADER + 47, HEADER + 79, 7),
              new Field("box1", HEADER + 81, length, 7));
    }
    for (int offset = 0; offset < length; offset++) {
      try (Handshake run = new Handshake(a, b, offset)) {
        byte[] flipped = flip(run.ns1(), offset, mask);
        if (offset >= 2 && offset < 2 + NslMessage.HS_ID_LENGTH) {
          byte[] ns2 = run.ns2(flipped);
          NslAbort abort = assertThrows(NslAbort.class, () -> run.ns34(ns2));
          assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
        } else {
          NslAbort abort = assertThrows(NslAbort.class, () -> run.ns2(flipped));
          assertAnswer(authenticated, offset, abort);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xFF})
  void everyByteOfNs2(int mask) throws NslAbort {
    int length;
    try (Handshake run = new Handshake(a, b, 1)) {
      length = run.ns2(run.ns1()).length;
    }
    List<Field> authenticated =
        List.of(
            new Field("boxw", HEADER + 2, HEADER + 50, 7),
            new Field("ect", HEADER + 52, HEADER + 84, 7),
            new Field("box2", HEADER + 86, length, 7));
    for (int offset = 0; offset < length; offset++) {
      try (Handshake run = new Handshake(a, b, offset)) {
        byte[] flipped = flip(run.ns2(run.ns1()), offset, mask);
        NslAbort abort = assertThrows(NslAbort.class, () -> run.ns34(flipped));
        assertAnswer(authenticated, offset, abort);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xFF})
  void everyByteOfNs34(int mask) throws NslAbort {
    int length;
    try (Handshake run = new Handshake(a, b, 1)) {
      length = run.ns34(run.ns2(run.ns1())).message().length;
    }
    List<Field> authenticated =
        List.of(
            new Field("box3", HEADER + 2, HEADER + 50, 7),
            new Field("box4", HEADER + 52, length, 7));
    for (int offset = 0; offset < length; offset++) {
      try (Handshake run = new Handshake(a, b, offset)) {
        byte[] flipped = flip(run.ns34(run.ns2(run.ns1())).message(), offset, mask);
        NslAbort abort = assertThrows(NslAbort.class, () -> run.agreed(flipped));
        assertAnswer(authenticated, offset, abort);
      }
    }
  }

  private static void assertAnswer(List<Field> authenticated, int offset, NslAbort abort) {
    Field field =
        authenticated.stream()
            .filter(each -> each.has(offset))
            .findFirst()
            .orElse(new Field("frame", 0, 0, offset == 0 ? 2 : 1));
    assertEquals(Origin.HERE, abort.origin());
    assertEquals(field.alert(), abort.alert().orElseThrow().code(), field.name() + " " + offset);
    assertEquals(field.alert(), abort.reply().orElseThrow()[HEADER], "the answer on the wire");
  }

  @Test
  void everyTruncationAndAByteTooMany() throws NslAbort {
    byte[] ns1;
    byte[] ns2;
    byte[] ns34;
    try (Handshake run = new Handshake(a, b, 1)) {
      ns1 = run.ns1();
      ns2 = run.ns2(ns1);
      ns34 = run.ns34(ns2).message();
    }
    for (byte[] cut : cuts(ns1)) {
      try (Handshake run = new Handshake(a, b, 1)) {
        assertMalformed(() -> run.ns2(cut));
      }
    }
    for (byte[] cut : cuts(ns2)) {
      try (Handshake run = new Handshake(a, b, 1)) {
        run.ns1();
        assertMalformed(() -> run.ns34(cut));
      }
    }
    for (byte[] cut : cuts(ns34)) {
      try (Handshake run = new Handshake(a, b, 1)) {
        run.ns34(run.ns2(run.ns1()));
        assertMalformed(() -> run.agreed(cut));
      }
    }
  }

  private static List<byte[]> cuts(byte[] message) {
    List<byte[]> cuts = new ArrayList<>();
    for (int length = 0; length < message.length; length++) {
      cuts.add(Arrays.copyOf(message, length));
      if (length >= HEADER) {
        byte[] consistent = Arrays.copyOf(message, length);
        consistent[HEADER - 2] = (byte) (length - HEADER >>> 8);
        consistent[HEADER - 1] = (byte) (length - HEADER);
        cuts.add(consistent);
      }
    }
    cuts.add(Arrays.copyOf(message, message.length + 1));
    return cuts;
  }

  private interface Attempt {
    void run() throws NslAbort;
  }

  private static void assertMalformed(Attempt attempt) {
    NslAbort abort = assertThrows(NslAbort.class, attempt::run);
    assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
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
    TestParty impostor = TestParty.of(b.identity().toString(), 3);
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
    SuiteKeyPair mallorys = TestParty.pair(3);
    SuiteKeyPair halfStolen =
        SuiteKeyPair.of(Suite.NSL_X25519, mallorys.revealKemKey(), a.pair().revealSignatureKey());
    TestParty claimed =
        new TestParty(
            new OwnKeys(
                TestParty.record(a.identity().toString(), 1, List.of(halfStolen.publicKey())),
                List.of(halfStolen)),
            halfStolen);
    try (Handshake run = new Handshake(claimed, b, 1)) {
      ResponderStep step = run.responder.receive(run.ns1());
      assertTrue(step instanceof ResponderStep.LookUp);
      NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.found(a.onChain()));
      assertEquals(AlertCode.RECORD_STALE, abort.alert().orElseThrow());
    }
  }

  static byte[] flip(byte[] message, int offset, int mask) {
    byte[] flipped = message.clone();
    flipped[offset] ^= (byte) mask;
    assertEquals(message.length, flipped.length);
    assertTrue(!Arrays.equals(message, flipped));
    return flipped;
  }

  @Test
  void theUnflippedRunIsDeterministic() throws NslAbort {
    try (Handshake one = new Handshake(a, b, 5);
        Handshake same = new Handshake(a, b, 5)) {
      byte[] ns1 = one.ns1();
      assertArrayEquals(ns1, same.ns1());
      assertArrayEquals(one.ns2(ns1), same.ns2(ns1));
    }
  }
}

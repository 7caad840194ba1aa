package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody on the way who changes a byte of a message, or cuts it, in each suite. A run is the same
 * each time for the same seed, so that an end which was given a good message before can be had anew
 * for each bad one.
 */
@ParameterizedClass
@EnumSource(Suite.class)
class TamperingTest {

  private static final int HEADER = NslMessage.HEADER_LENGTH;
  private static final int SEED = 1;

  private final Suite suite;
  private final TestParty a;
  private final TestParty b;
  private final byte[] ns1;
  private final byte[] ns2;
  private final byte[] ns34;

  TamperingTest(Suite suite) throws NslAbort {
    this.suite = suite;
    this.a = TestParty.of(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    this.b = TestParty.of(suite, "dns:server.example.org", 2);
    try (Handshake run = new Handshake(a, b, SEED)) {
      this.ns1 = run.ns1();
      this.ns2 = run.ns2(ns1);
      this.ns34 = run.ns34(ns2).message();
      run.agreed(ns34);
    }
  }

  /** A part of a message, and what the receiver answers when a byte of it is flipped. */
  private record Field(String name, int from, int to, int alert) {
    boolean has(int offset) {
      return from <= offset && offset < to;
    }
  }

  /** Fields one after the other, each but the first ones behind two bytes of length. */
  private static List<Field> fields(int from, String[] names, int... lengths) {
    List<Field> fields = new ArrayList<>();
    int at = from;
    for (int i = 0; i < names.length; i++) {
      fields.add(new Field(names[i], at + 2, at + 2 + lengths[i], 7));
      at += 2 + lengths[i];
    }
    return fields;
  }

  @Test
  void everyByteOfNs1() throws Exception {
    NslMessage.Ns1 message = (NslMessage.Ns1) NslMessage.decode(ns1);
    List<Field> authenticated = new ArrayList<>();
    authenticated.add(new Field("suite", HEADER + 1, HEADER + 3, 3));
    authenticated.add(new Field("kid_b", HEADER + 3, HEADER + 11, 4));
    authenticated.addAll(
        fields(
            HEADER + 11,
            new String[] {"ct_b", "epk", "box1"},
            message.ctB().length,
            message.epk().length,
            message.box1().length));
    for (int mask : masksOfSuite()) {
      for (int offset = 0; offset < ns1.length; offset++) {
        byte[] flipped = flip(ns1, offset, mask);
        try (Handshake run = new Handshake(a, b, SEED)) {
          if (isHsId(offset)) {
            run.ns1();
            byte[] answer = run.ns2(flipped);
            assertMalformed(() -> run.ns34(answer));
          } else {
            NslAbort abort = assertThrows(NslAbort.class, () -> run.ns2(flipped));
            assertAnswer(authenticated, offset, abort);
          }
        }
      }
    }
  }

  @Test
  void everyByteOfNs2() throws Exception {
    NslMessage.Ns2 message = (NslMessage.Ns2) NslMessage.decode(ns2);
    List<Field> authenticated =
        fields(
            HEADER,
            new String[] {"boxw", "ect", "box2"},
            message.boxw().length,
            message.ect().length,
            message.box2().length);
    for (int mask : masksOfSuite()) {
      for (int offset = 0; offset < ns2.length; offset++) {
        byte[] flipped = flip(ns2, offset, mask);
        try (Handshake run = new Handshake(a, b, SEED)) {
          run.ns1();
          NslAbort abort = assertThrows(NslAbort.class, () -> run.ns34(flipped));
          assertAnswer(authenticated, offset, abort);
        }
      }
    }
  }

  @Test
  void everyByteOfNs34() throws Exception {
    NslMessage.Ns34 message = (NslMessage.Ns34) NslMessage.decode(ns34);
    List<Field> authenticated =
        fields(HEADER, new String[] {"box3", "box4"}, message.box3().length, message.box4().length);
    for (int mask : masksOfSuite()) {
      for (int offset = 0; offset < ns34.length; offset++) {
        byte[] flipped = flip(ns34, offset, mask);
        try (Handshake run = new Handshake(a, b, SEED)) {
          run.ns2(ns1);
          NslAbort abort = assertThrows(NslAbort.class, () -> run.agreed(flipped));
          assertAnswer(authenticated, offset, abort);
        }
      }
    }
  }

  /** Every byte is changed in three ways where a run is cheap, else in one. */
  private int[] masksOfSuite() {
    return suite == Suite.NSL_X25519 ? new int[] {0x01, 0x80, 0xFF} : new int[] {0x01};
  }

  private static boolean isHsId(int offset) {
    return offset >= 2 && offset < 2 + NslMessage.HS_ID_LENGTH;
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

  // a cookie is B's own affair: it changes no key
  @Test
  void everyByteOfACookie() throws Exception {
    byte[] cookie = new SeededRandomness(3).next(16);
    byte[] withCookie = ((NslMessage.Ns1) NslMessage.decode(ns1)).withCookie(cookie).encode();
    for (int i = 0; i < cookie.length; i++) {
      try (Handshake run = new Handshake(a, b, SEED)) {
        run.ns1();
        InitiatorStep.Agreed atA = run.ns34(run.ns2(flip(withCookie, HEADER + 1 + i, 0xFF)));
        HandshakeTest.assertSameKeys(atA.keys().keys(), run.agreed(atA.message()).keys(), 64);
      }
    }
  }

  @Test
  void everyTruncationAndAByteTooMany() throws NslAbort {
    for (byte[] cut : cuts(ns1)) {
      try (Handshake run = new Handshake(a, b, SEED)) {
        assertMalformed(() -> run.responder.receive(cut));
      }
    }
    for (byte[] cut : cuts(ns2)) {
      try (Handshake run = new Handshake(a, b, SEED)) {
        run.ns1();
        assertMalformed(() -> run.ns34(cut));
      }
    }
    for (byte[] cut : cuts(ns34)) {
      try (Handshake run = new Handshake(a, b, SEED)) {
        run.ns2(ns1);
        assertMalformed(() -> run.agreed(cut));
      }
    }
  }

  /** Cut, with a length of the body to match: what the state machines have to look at. */
  private static List<byte[]> cuts(byte[] message) {
    List<byte[]> cuts = new ArrayList<>();
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      // without that it is no message at all, whoever gets it
      assertThrows(MalformedMessage.class, () -> NslMessage.decode(cut));
      byte[] consistent = cut.clone();
      if (length >= HEADER) {
        consistent[HEADER - 2] = (byte) (length - HEADER >>> 8);
        consistent[HEADER - 1] = (byte) (length - HEADER);
      }
      cuts.add(consistent);
    }
    cuts.add(Arrays.copyOf(message, message.length + 1));
    return cuts;
  }

  interface Attempt {
    void run() throws NslAbort;
  }

  static void assertMalformed(Attempt attempt) {
    NslAbort abort = assertThrows(NslAbort.class, attempt::run);
    assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
  }

  static byte[] flip(byte[] message, int offset, int mask) {
    byte[] flipped = message.clone();
    flipped[offset] ^= (byte) mask;
    assertEquals(message.length, flipped.length);
    assertTrue(!Arrays.equals(message, flipped));
    return flipped;
  }
}

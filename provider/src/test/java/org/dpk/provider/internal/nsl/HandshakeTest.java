package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {

  @ParameterizedTest
  @EnumSource(Suite.class)
  void bothEndsHaveTheSameKeysAndKnowEachOther(Suite suite) throws NslAbort {
    TestParty a = TestParty.of(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    TestParty b = TestParty.of(suite, "dns:server.example.org", 2);
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      byte[] ns2 = run.ns2(ns1);
      InitiatorStep.Agreed atA = run.ns34(ns2);
      AgreedKeys atB = run.agreed(atA.message());

      assertEquals(b.record(), atA.keys().peer());
      assertEquals(a.record(), atB.peer());
      assertEquals(a.record(), atA.keys().own());
      assertEquals(b.record(), atB.own());
      assertEquals(KeyTerms.DEFAULT, atA.keys().terms());
      assertEquals(KeyTerms.DEFAULT, atB.terms());
      assertNull(atB.enrolmentToken());
      assertEquals(suite, atA.keys().suite());
      assertEquals(suite, atB.suite());
      assertSameKeys(atA.keys().keys(), atB.keys(), 64);
    }
  }

  /** Whoever drives the state machines wrongly is told, and gains nothing. */
  @Test
  void aStepOutOfTurnIsNotTaken() throws NslAbort {
    TestParty a = TestParty.of("dns:a.example.org", 1);
    TestParty b = TestParty.of("dns:b.example.org", 2);
    try (Handshake run = new Handshake(a, b, 1)) {
      outOfTurn(() -> run.initiator.restart(b.record()));
      outOfTurn(() -> run.initiator.receive(new byte[0]));
      outOfTurn(() -> run.responder.found(a.onChain()));
      outOfTurn(() -> run.responder.enrolmentChecked());
      byte[] ns1 = run.ns1();
      outOfTurn(() -> run.ns1());
      byte[] ns2 = run.ns2(ns1);
      outOfTurn(() -> run.responder.found(a.onChain()));
      outOfTurn(() -> run.responder.enrolmentChecked());
      InitiatorStep.Agreed atA = run.ns34(ns2);
      outOfTurn(() -> run.ns1());
      AgreedKeys atB = run.agreed(atA.message());
      outOfTurn(() -> run.responder.found(a.onChain()));
      outOfTurn(() -> run.responder.receive(ns1));
      assertSameKeys(atA.keys().keys(), atB.keys(), 64);
    }
  }

  private static void outOfTurn(Executable step) {
    assertThrows(IllegalStateException.class, step);
  }

  static void assertSameKeys(KeyRatchet atA, KeyRatchet atB, int count) {
    for (int i = 0; i < count; i++) {
      try (KeyRatchet.ExternalPsk keyA = atA.next().orElseThrow();
          KeyRatchet.ExternalPsk keyB = atB.next().orElseThrow()) {
        assertArrayEquals(keyA.id(), keyB.id());
        assertArrayEquals(keyA.revealSecret(), keyB.revealSecret());
        assertArrayEquals(keyA.export("tls13 sha256"), keyB.export("tls13 sha256"));
      }
    }
    assertEquals(Optional.empty(), atA.next());
    assertEquals(Optional.empty(), atB.next());
  }
}

package org.dpk.provider.internal.agreement;

import static org.dpk.provider.internal.agreement.TwoEnds.SERVER;
import static org.dpk.provider.internal.agreement.TwoEnds.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.KeyUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Invalidation;
import org.dpk.psk.PskAgreement.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that are replaced or revoked while a handshake runs, at each of its steps. */
class RotationTest {

  /** After which message the chain changes. */
  private enum Moment {
    NS1,
    NS2,
    NS34
  }

  @RegisterExtension private final TwoEnds ends = new TwoEnds();
  private final End a = ends.a;
  private final End b = ends.b;
  private final SuiteKeyPair newKeys = End.pair(60);
  private final AtomicLong nanos = ends.nanos;

  private NslAgreement of(End end, OwnIdentity own) {
    return ends.open(NslAgreement.of(end.view, own));
  }

  private NslAgreement of(End end) {
    return of(end, end.own());
  }

  /** B with both keys, whose earlier record is good for the overlap. */
  private NslAgreement ofBWithOverlap() {
    return of(b, new OwnIdentity(b.identity, List.of(b.pair, newKeys), List.of(b.keys())));
  }

  /** Both ends of a run; what either throws comes out. */
  private final class Run implements AutoCloseable {
    final Exchange atA;
    final Exchange atB;
    int ns1Sent;

    Run(NslAgreement client, NslAgreement server) throws DpkHandshakeException {
      atA = client.initiate(SERVER);
      atB = server.respond(null);
    }

    /** B's result, after a change between the messages. */
    Step.Agreed agreed(Moment moment, Runnable change) throws Exception {
      byte[] toB = sent(atA.next(new byte[0]));
      ns1Sent++;
      change(moment, Moment.NS1, change);
      Step answer = atB.next(toB);
      change(moment, Moment.NS2, change);
      Step next = atA.next(sent(answer));
      while (next instanceof Step.Send again) {
        ns1Sent++;
        next = atA.next(sent(atB.next(again.message())));
      }
      change(moment, Moment.NS34, change);
      byte[] ns34 = ((Step.Agreed) next).lastMessage();
      assertNotNull(ns34);
      return (Step.Agreed) atB.next(ns34);
    }

    private static void change(Moment due, Moment now, Runnable change) {
      if (due == now) {
        change.run();
      }
    }

    /** What A makes of B's last word. */
    DpkHandshakeException heard(DpkHandshakeException atB) {
      byte[] alert = atB.lastMessage();
      assertNotNull(alert);
      return assertThrows(DpkHandshakeException.class, () -> atA.next(alert));
    }

    @Override
    public void close() throws Exception {
      atA.close();
      atB.close();
    }
  }

  private static long version(Step.Agreed agreed) {
    return ((DpkPrincipal) agreed.peer()).record().version();
  }

  // ---- A changes

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aRotationOfAsEndsTheRunAndTheNextOneIsGood(Moment moment) throws Exception {
    NslAgreement client = of(a);
    NslAgreement server = of(b);
    EncodedRecord next = a.record(2, a.pair);
    try (Run run = new Run(client, server)) {
      RecordStale atB =
          assertThrows(RecordStale.class, () -> run.agreed(moment, () -> b.view.put(next)));
      assertEquals(a.identity, atB.identity().orElseThrow());
      a.view.putOnChainOnly(next); // A's cache lags behind: it looks past it because of the alert
      assertInstanceOf(RecordStale.class, run.heard(atB));
    }
    try (Run run = new Run(client, server)) {
      assertEquals(2, version(run.agreed(moment, () -> {})));
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aRevocationOfAsEndsTheRun(Moment moment) throws Exception {
    NslAgreement client = of(a);
    NslAgreement server = of(b);
    try (Run run = new Run(client, server)) {
      IdentityRevoked atB =
          assertThrows(
              IdentityRevoked.class, () -> run.agreed(moment, () -> b.view.revoke(a.identity)));
      assertEquals(a.identity, atB.identity().orElseThrow());
      IdentityRevoked atA = (IdentityRevoked) run.heard(atB);
      assertEquals(33, atA.alert());
    }
  }

  // the chain says so after B has looked for the last time
  @Test
  void aRevocationAfterTheRunIsReportedWithItsSessions() throws Exception {
    NslAgreement server = of(b);
    List<Invalidation> heard = new ArrayList<>();
    server.onInvalidated(heard::add);
    try (Run run = new Run(of(a), server)) {
      Step.Agreed agreed = run.agreed(Moment.NS34, () -> {});
      b.view.report(a.identity, true);
      assertEquals(List.of(new Invalidation(agreed.peer().getName(), true)), heard);
    }
  }

  @Test
  void aChainThatFallsSilentBeforeTheLastLook() throws Exception {
    RegistryException down = new RegistryException.Unreachable("no node", null);
    for (End silent : List.of(a, b)) {
      b.view.failures.clear();
      try (Run run = new Run(of(a), of(b))) {
        LookupUnavailable atB =
            assertThrows(
                LookupUnavailable.class,
                () -> run.agreed(Moment.NS34, () -> b.view.failures.put(silent.identity, down)));
        assertInstanceOf(LookupUnavailable.class, run.heard(atB));
      }
    }
  }

  // ---- B changes

  @ParameterizedTest
  @CsvSource({"NS2, true", "NS2, false", "NS34, true", "NS34, false"})
  void aRotationOfBsWithoutTheOldKeyEndsTheRun(Moment moment, boolean reported) throws Exception {
    EncodedRecord next = b.record(2, newKeys);
    OwnIdentity own = OwnIdentity.of(b.identity, List.of(b.pair, newKeys));
    NslAgreement client = of(a);
    NslAgreement server = of(b, own);
    try (Run run = new Run(client, server)) {
      RecordStale atB =
          assertThrows(RecordStale.class, () -> run.agreed(moment, () -> rotateB(next, reported)));
      assertInstanceOf(RecordStale.class, run.heard(atB));
    }
    a.view.put(next);
    try (Run run = new Run(client, server)) {
      run.agreed(Moment.NS1, () -> {});
      assertEquals(1, run.ns1Sent);
    }
  }

  private void rotateB(EncodedRecord next, boolean reported) {
    b.view.put(next);
    if (reported) {
      b.view.report(b.identity, false);
    }
  }

  /** The run goes on with the old key, for this connection and no other. */
  @ParameterizedTest
  @CsvSource({"NS1, true", "NS1, false", "NS2, true", "NS2, false", "NS34, true", "NS34, false"})
  void aRotationOfBsIsBridgedByTheOldKey(Moment moment, boolean reported) throws Exception {
    EncodedRecord next = b.record(2, newKeys);
    NslAgreement server = ofBWithOverlap();
    try (Run run = new Run(of(a), server)) {
      Step.Agreed atB = run.agreed(moment, () -> rotateB(next, reported));
      assertFalse(atB.cacheable());
      assertThrows(RecordStale.class, () -> server.confirm(atB.peer()));
      assertEquals(1, run.ns1Sent);
    }
  }

  @Test
  void aRotationOfBsBeforeItReadsNs1MakesOneFurtherNs1() throws Exception {
    EncodedRecord next = b.record(2, newKeys);
    OwnIdentity own = OwnIdentity.of(b.identity, List.of(b.pair, newKeys));
    a.view.putOnChainOnly(next);
    try (Run run = new Run(of(a), of(b, own))) {
      Step.Agreed atB = run.agreed(Moment.NS1, () -> rotateB(next, true));
      assertTrue(atB.cacheable());
      assertEquals(2, run.ns1Sent);
      assertEquals(1, Collections.frequency(a.view.asked, b.identity + " now"));
    }
  }

  @ParameterizedTest
  @CsvSource({"NS2, true", "NS2, false", "NS34, true", "NS34, false"})
  void aRevocationOfBsEndsTheRunWhateverKeysItKept(Moment moment, boolean reported)
      throws Exception {
    NslAgreement server = ofBWithOverlap();
    try (Run run = new Run(of(a), server)) {
      assertThrows(RecordStale.class, () -> run.agreed(moment, () -> revokeB(reported)));
    }
  }

  private void revokeB(boolean reported) {
    b.view.revoke(b.identity);
    if (reported) {
      b.view.report(b.identity, true);
    }
  }

  @Test
  void aRevocationOfBsBeforeItReadsNs1SendsAToTheChain() throws Exception {
    try (Run run = new Run(of(a), ofBWithOverlap())) {
      DpkHandshakeException atB =
          assertThrows(
              DpkHandshakeException.class, () -> run.agreed(Moment.NS1, () -> revokeB(true)));
      assertTrue(atB.getMessage().contains("revoked"), atB.getMessage());
      a.view.revoke(b.identity);
      IdentityRevoked atA = (IdentityRevoked) run.heard(atB);
      assertEquals(b.identity, atA.identity().orElseThrow());
    }
  }

  // ---- one look past the caches, and no more

  @Test
  void aLooksOnceForAKidThatBDoesNotKnow() throws Exception {
    End impostor = new End("dns:server.example.org", 50);
    impostor.view.put(a.record);
    try (Run run = new Run(of(a), of(impostor))) {
      KeyUnknown e = assertThrows(KeyUnknown.class, () -> run.agreed(Moment.NS1, () -> {}));
      assertEquals(b.identity, e.identity().orElseThrow());
    }
    assertEquals(1, Collections.frequency(a.view.asked, b.identity + " now"));
  }

  @Test
  void bLooksAtItselfOnceInThirtySecondsForKidsThatItDoesNotKnow() throws Exception {
    NslAgreement client = of(a);
    NslAgreement server = of(b);
    a.view.put(b.record(9, newKeys)); // a record that B will never have
    for (int i = 0; i < 5; i++) {
      try (Run run = new Run(client, server)) {
        assertThrows(KeyUnknown.class, () -> run.agreed(Moment.NS1, () -> {}));
      }
    }
    assertEquals(1, Collections.frequency(b.view.asked, b.identity + " now"));

    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    try (Run run = new Run(client, server)) {
      assertThrows(KeyUnknown.class, () -> run.agreed(Moment.NS1, () -> {}));
    }
    assertEquals(2, Collections.frequency(b.view.asked, b.identity + " now"));
  }

  // ---- keys that are cached

  @Test
  void aKeyOfAnEarlierRecordOfAsEndsAtA() throws Exception {
    NslAgreement client = of(a);
    Step.Agreed atA;
    try (Exchange initiating = client.initiate(SERVER);
        Exchange responding = of(b).respond(null)) {
      byte[] ns2 = sent(responding.next(sent(initiating.next(new byte[0]))));
      atA = (Step.Agreed) initiating.next(ns2);
    }
    client.confirm(atA.peer());
    a.view.put(a.record(2, a.pair)); // nobody reports it
    RecordStale e = assertThrows(RecordStale.class, () -> client.confirm(atA.peer()));
    assertTrue(e.endsKeys());
  }
}

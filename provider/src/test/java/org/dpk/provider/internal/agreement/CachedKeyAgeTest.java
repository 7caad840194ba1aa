package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.registry.AgingRegistry;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A cached key is accepted while the view of the chain is younger than 15 minutes, else after one
 * look at it: with the real cache of look-ups, of which no change is reported.
 */
class CachedKeyAgeTest {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End b = new End("dns:server.example.org", 2);
  private final AtomicLong nanos = new AtomicLong();
  private NslAgreement client;
  private NslAgreement server;
  private PskPrincipal peer;

  @BeforeEach
  void agree() throws Exception {
    a.view.put(b.record);
    b.view.put(a.record);
    client = NslAgreement.of(a.view, a.own()).build();
    server = NslAgreement.of(AgingRegistry.over(b.view, nanos), b.own()).build();
    try (Exchange atA = client.initiate(new PskPeer("server.example.org", 443));
        Exchange atB = server.respond(null)) {
      byte[] ns1 = ((Step.Send) atA.next(new byte[0])).message();
      byte[] ns2 = ((Step.Send) atB.next(ns1)).message();
      Step.Agreed agreed = (Step.Agreed) atB.next(((Step.Agreed) atA.next(ns2)).lastMessage());
      peer = agreed.peer();
    }
    b.view.asked.clear();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aYoungViewIsEnoughAndAnOldOneCostsOneRead() throws Exception {
    server.confirm(peer);
    pass(LIMIT.minusSeconds(1));
    server.confirm(peer);
    assertEquals(List.of(), b.view.asked);

    pass(Duration.ofSeconds(2));
    server.confirm(peer);
    server.confirm(peer);
    assertEquals(
        List.of(a.identity.toString(), b.identity.toString()),
        b.view.asked.stream().sorted(Comparator.reverseOrder()).toList());
  }

  @Test
  void whatNobodyReportedIsSeenByThen() throws Exception {
    b.view.put(a.record(2, a.pair));
    server.confirm(peer);
    pass(LIMIT.plusSeconds(1));
    assertTrue(assertThrows(RecordStale.class, () -> server.confirm(peer)).endsKeys());

    b.view.revoke(a.identity);
    pass(LIMIT.plusSeconds(1));
    assertTrue(assertThrows(IdentityRevoked.class, () -> server.confirm(peer)).endsKeys());
  }

  @Test
  void ourOwnRevocationIsSeenByThen() {
    b.view.revoke(b.identity);
    pass(LIMIT.plusSeconds(1));
    DpkHandshakeException e = assertThrows(IdentityRevoked.class, () -> server.confirm(peer));
    assertEquals(b.identity, e.identity().orElseThrow());
  }

  // an outage costs a key its use, not its life
  @Test
  void withoutAChainNoKeyIsAcceptedByThen() throws Exception {
    b.view.failures.put(a.identity, new RegistryException.Unreachable("no node", null));
    server.confirm(peer);
    pass(LIMIT.plusSeconds(1));
    assertFalse(assertThrows(LookupUnavailable.class, () -> server.confirm(peer)).endsKeys());

    b.view.failures.clear();
    server.confirm(peer);
  }
}

package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;

class LivePeersTest {

  private final End self = new End("dns:self.example.org", 1);
  private final End peer = new End("dns:peer.example.org", 2);
  private final LivePeers peers = new LivePeers();

  @Test
  void aPeerIsKnownAsLongAsItIsHeld() {
    DpkPrincipal principal = peers.of(peer.record, self.record);

    assertEquals(Optional.of(peer.identity), peers.identity(RecordCodec.idHash(peer.identity)));
    assertEquals(Optional.empty(), peers.identity(RecordCodec.idHash(self.identity)));
    assertSame(principal, peers.of(peer.record, self.record));
    assertEquals(Optional.of(self.record), peers.ownRecord(principal));
  }

  @Test
  void eachPairOfRecordsHasItsPrincipal() {
    DpkPrincipal first = peers.of(peer.record, self.record);
    DpkPrincipal second = peers.of(peer.record(2, peer.pair), self.record);
    DpkPrincipal third = peers.of(peer.record, self.record(2, self.pair));

    assertNotSame(first, second);
    assertNotSame(first, third);
    assertEquals(first, second);
    assertEquals(Optional.of(self.record), peers.ownRecord(second));
    assertEquals(Optional.of(self.record(2, self.pair)), peers.ownRecord(third));
    assertEquals(1, peers.size());
  }

  @Test
  void whoIsForgottenTakesNoMemory() throws InterruptedException {
    WeakReference<DpkPrincipal> principal = new WeakReference<>(peers.of(peer.record, self.record));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (peers.size() > 0 && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }
    assertEquals(0, peers.size());
    assertTrue(principal.refersTo(null));
  }
}

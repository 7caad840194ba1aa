package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;

class DoubtsTest {

  private static final DpkIdentity PEER = DpkIdentity.parse("dns:peer.example.org");

  private final MapRegistry registry = new MapRegistry();
  private final List<DpkIdentity> revoked = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final Doubts doubts = new Doubts(registry, revoked::add, later::add);

  private static DpkIdentity device(int i) {
    return DpkIdentity.parse("dns:d" + i + ".example.org");
  }

  @Test
  void tellsWhoIsRevokedAndNobodyElse() {
    registry.revoke(PEER);
    doubts.add(PEER);
    doubts.add(device(1)); // absent
    assertEquals(List.of(PEER), revoked);
  }

  @Test
  void asksAgainWhereALookUpFails() {
    registry.failures.put(PEER, new RegistryException.Unreachable("no node", null));
    doubts.add(PEER);
    assertEquals(List.of(), revoked);

    registry.failures.clear();
    registry.revoke(PEER);
    later.remove().run();
    assertEquals(List.of(PEER), revoked);
    assertEquals(0, later.size());
  }

  @Test
  void asksAFewAtATime() {
    CompletableFuture<Lookup> slow = new CompletableFuture<>();
    IntStream.range(0, 8).forEach(i -> registry.stalled.put(device(i), slow));
    IntStream.range(0, 1_000).forEach(i -> doubts.add(device(i)));
    assertEquals(8, registry.asked.size());

    slow.complete(MapRegistry.active(new End("dns:d0.example.org", 1).record.record()));
    assertEquals(1_000, registry.asked.size());
  }

  @Test
  void answersThatAreThereAtOnceNeedNoStack() {
    CompletableFuture<Lookup> slow = new CompletableFuture<>();
    IntStream.range(0, 8).forEach(i -> registry.stalled.put(device(i), slow));
    IntStream.range(0, 10_000).forEach(i -> doubts.add(device(i)));
    slow.complete(MapRegistry.active(new End("dns:d0.example.org", 1).record.record()));
    assertEquals(10_000, registry.asked.size());
  }

  @Test
  void asksNobodyAfterTheEnd() {
    doubts.close();
    doubts.add(PEER);
    assertEquals(List.of(), registry.asked);
  }
}

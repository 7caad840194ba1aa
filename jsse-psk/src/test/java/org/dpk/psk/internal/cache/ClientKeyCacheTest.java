package org.dpk.psk.internal.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dpk.psk.NamedPskPrincipal;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.junit.jupiter.api.Test;

class ClientKeyCacheTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final PskPeer SERVER = new PskPeer("server.example", 443);
  private static final PskPrincipal PRINCIPAL = NamedPskPrincipal.ofHost(SERVER);

  private final FakeClock clock = new FakeClock();
  private final ClientKeyCache cache = new ClientKeyCache(2, clock);

  @Test
  void handsOutEachKeyOfASeriesOnce() {
    cache.put(SERVER, new CountedSeries("s", 2), PRINCIPAL, MINUTE);

    assertArrayEquals(CountedSeries.id("s", 0), cache.take(SERVER).orElseThrow().identity());
    assertArrayEquals(CountedSeries.id("s", 1), cache.take(SERVER).orElseThrow().identity());
    assertTrue(cache.take(SERVER).isEmpty());
    assertEquals(0, cache.size(), "a used-up series leaves");
  }

  @Test
  void namesThePeerAndClearsWhatTheSeriesHandedOut() {
    CountedSeries series = new CountedSeries("s", 2);
    cache.put(SERVER, series, PRINCIPAL, MINUTE);

    Psk key = cache.take(SERVER).orElseThrow();

    assertEquals(PRINCIPAL, key.peer().orElseThrow());
    assertFalse(key.isDestroyed());
    assertTrue(series.handedOut.get(0).isDestroyed());
  }

  @Test
  void knowsOnePeerByEverySpelling() {
    cache.put(new PskPeer("Server.Example.", 443), new CountedSeries("s", 1), PRINCIPAL, MINUTE);

    assertTrue(cache.take(new PskPeer("server.example", 8443)).isEmpty());
    assertTrue(cache.take(SERVER).isPresent());
  }

  @Test
  void endsWithTheLifetime() {
    CountedSeries series = new CountedSeries("s", 9);
    cache.put(SERVER, series, PRINCIPAL, MINUTE);

    clock.advance(MINUTE.minusNanos(1));
    assertTrue(cache.take(SERVER).isPresent());
    clock.advance(Duration.ofNanos(1));
    assertTrue(cache.take(SERVER).isEmpty());
    assertTrue(series.isClosed());
  }

  @Test
  void livesThroughALifetimeBeyondTheClock() {
    cache.put(SERVER, new CountedSeries("s", 1), PRINCIPAL, Duration.ofSeconds(Long.MAX_VALUE));

    clock.advance(Duration.ofDays(3_650));
    assertTrue(cache.take(SERVER).isPresent());
  }

  @Test
  void closesASeriesWithoutLifetimeAtOnce() {
    CountedSeries series = new CountedSeries("s", 1);
    cache.put(SERVER, series, PRINCIPAL, Duration.ZERO);

    assertTrue(series.isClosed());
    assertTrue(cache.take(SERVER).isEmpty());
  }

  @Test
  void replacesTheSeriesOfAServer() {
    CountedSeries old = new CountedSeries("old", 9);
    cache.put(SERVER, old, PRINCIPAL, MINUTE);
    cache.put(SERVER, new CountedSeries("new", 9), PRINCIPAL, MINUTE);

    assertTrue(old.isClosed());
    assertArrayEquals(CountedSeries.id("new", 0), cache.take(SERVER).orElseThrow().identity());
  }

  @Test
  void makesRoomWhereNobodyAskedForTheLongest() {
    PskPeer first = new PskPeer("first", 1);
    PskPeer second = new PskPeer("second", 1);
    CountedSeries ofSecond = new CountedSeries("second", 9);
    cache.put(first, new CountedSeries("first", 9), PRINCIPAL, MINUTE);
    cache.put(second, ofSecond, PRINCIPAL, MINUTE);
    assertTrue(cache.take(first).isPresent());

    cache.put(SERVER, new CountedSeries("third", 9), PRINCIPAL, MINUTE);

    assertTrue(ofSecond.isClosed());
    assertTrue(cache.take(second).isEmpty());
    assertTrue(cache.take(first).isPresent());
    assertEquals(2, cache.size());
  }

  @Test
  void dropsAPrincipalAlone() {
    CountedSeries dropped = new CountedSeries("s", 9);
    PskPeer other = new PskPeer("other", 1);
    cache.put(SERVER, dropped, PRINCIPAL, MINUTE);
    cache.put(other, new CountedSeries("o", 9), NamedPskPrincipal.ofHost(other), MINUTE);

    cache.drop(PRINCIPAL::equals);

    assertTrue(dropped.isClosed());
    assertTrue(cache.take(SERVER).isEmpty());
    assertTrue(cache.take(other).isPresent());
  }

  @Test
  void needsRoomForOne() {
    assertThrows(IllegalArgumentException.class, () -> new ClientKeyCache(0, clock));
  }

  @Test
  void neverHandsOutAKeyTwiceWhateverTheThreads() throws Exception {
    int uses = 500;
    cache.put(SERVER, new CountedSeries("s", uses), PRINCIPAL, MINUTE);
    Set<ByteBuffer> seen = ConcurrentHashMap.newKeySet();
    Callable<Integer> taker =
        () -> {
          int taken = 0;
          for (var key = cache.take(SERVER); key.isPresent(); key = cache.take(SERVER)) {
            assertTrue(seen.add(ByteBuffer.wrap(key.get().identity())));
            taken++;
          }
          return taken;
        };

    assertEquals(uses, sumOf(4, taker));
    assertEquals(uses, seen.size());
  }

  static int sumOf(int threads, Callable<Integer> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(task));
      }
      int sum = 0;
      for (Future<Integer> result : results) {
        sum += result.get(30, TimeUnit.SECONDS);
      }
      return sum;
    } finally {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    }
  }
}

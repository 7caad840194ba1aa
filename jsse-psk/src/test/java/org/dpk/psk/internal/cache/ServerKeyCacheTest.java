package org.dpk.psk.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dpk.psk.internal.cache.CountedSeries.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.psk.NamedPskPrincipal;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.junit.jupiter.api.Test;

class ServerKeyCacheTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final PskPrincipal CLIENT = principal("client");

  private final FakeClock clock = new FakeClock();
  private final ServerKeyCache cache = new ServerKeyCache(3, clock);

  private static PskPrincipal principal(String name) {
    return NamedPskPrincipal.ofHost(new PskPeer(name, -1));
  }

  private CountedSeries admit(String name, int uses) {
    CountedSeries series = new CountedSeries(name, uses);
    cache.admit(series, CLIENT, MINUTE);
    return series;
  }

  @Test
  void precomputesEightKeysAndErasesWhatTheyCameFrom() {
    CountedSeries series = admit("s", 100);

    assertEquals(8, series.taken());
    assertTrue(series.handedOut.stream().allMatch(Psk::isDestroyed));
    assertTrue(cache.find(id("s", 7)).isPresent());
    assertTrue(cache.find(id("s", 8)).isEmpty());
  }

  @Test
  void findsACopyThatNamesThePeer() {
    admit("s", 1);

    Psk found = cache.find(id("s", 0)).orElseThrow();
    found.destroy();
    Psk again = cache.find(id("s", 0)).orElseThrow();

    assertNotSame(found, again);
    assertFalse(again.isDestroyed());
    assertEquals(CLIENT, again.peer().orElseThrow());
  }

  @Test
  void consumesAKeyOnce() {
    admit("s", 100);

    assertTrue(cache.consume(id("s", 0)));
    assertFalse(cache.consume(id("s", 0)));
    assertTrue(cache.find(id("s", 0)).isEmpty());
    assertFalse(cache.consume(id("nobody", 0)));
  }

  @Test
  void movesTheWindowOn() {
    CountedSeries series = admit("s", 100);

    assertTrue(cache.consume(id("s", 3)));

    assertEquals(12, series.taken(), "3 was used: eight more are ready, 4 to 11");
    assertTrue(cache.find(id("s", 11)).isPresent());
  }

  @Test
  void keepsSkippedKeysUntilTheyAreSixtyFourBehind() {
    admit("s", 100);

    for (int i = 7; i < 64; i += 8) {
      assertTrue(cache.consume(id("s", i)));
    }
    assertTrue(cache.find(id("s", 0)).isPresent(), "63 behind");
    assertTrue(cache.consume(id("s", 64)));
    assertTrue(cache.find(id("s", 0)).isEmpty(), "64 behind");
    assertTrue(cache.consume(id("s", 1)), "63 behind");
    assertFalse(cache.consume(id("s", 7)), "used");
    assertTrue(cache.consume(id("s", 72)));
    assertFalse(cache.consume(id("s", 6)), "66 behind");
  }

  @Test
  void endsWithTheSeries() {
    CountedSeries series = admit("s", 2);

    assertTrue(cache.consume(id("s", 1)));
    assertEquals(1, cache.size());
    assertTrue(cache.consume(id("s", 0)));
    assertEquals(0, cache.size());
    assertTrue(series.isClosed());
  }

  @Test
  void endsWithTheLifetime() {
    CountedSeries series = admit("s", 100);

    clock.advance(MINUTE.minusNanos(1));
    assertTrue(cache.find(id("s", 0)).isPresent());
    clock.advance(Duration.ofNanos(1));

    assertFalse(cache.consume(id("s", 0)));
    assertTrue(cache.find(id("s", 0)).isEmpty());
    assertTrue(series.isClosed());
    assertEquals(0, cache.size());
  }

  @Test
  void closesASeriesWithoutLifetimeAtOnce() {
    CountedSeries series = new CountedSeries("s", 9);
    cache.admit(series, CLIENT, Duration.ofSeconds(-1));

    assertTrue(series.isClosed());
    assertEquals(0, cache.size());
  }

  @Test
  void makesRoomWhereNobodyProvedAKeyForTheLongest() {
    cache.admit(new CountedSeries("a", 9), principal("a"), MINUTE);
    cache.admit(new CountedSeries("b", 9), principal("b"), MINUTE);
    cache.admit(new CountedSeries("c", 9), principal("c"), MINUTE);
    assertTrue(cache.consume(id("a", 0)));
    assertTrue(cache.find(id("b", 0)).isPresent(), "to name a key is no use of it");

    cache.admit(new CountedSeries("d", 9), principal("d"), MINUTE);

    assertTrue(cache.find(id("b", 0)).isEmpty());
    assertTrue(cache.find(id("a", 1)).isPresent());
    assertEquals(3, cache.size());
  }

  @Test
  void doesNotLetOnePrincipalPushOutTheOthers() {
    ServerKeyCache roomy = new ServerKeyCache(1_000, clock);
    roomy.admit(new CountedSeries("quiet", 9), principal("quiet"), MINUTE);
    for (int i = 0; i < 2_000; i++) {
      roomy.admit(new CountedSeries("noisy" + i, 9), CLIENT, MINUTE);
    }

    assertEquals(1 + ServerKeyCache.SERIES_PER_PRINCIPAL, roomy.size());
    assertTrue(roomy.find(id("quiet", 0)).isPresent());
    assertTrue(roomy.find(id("noisy1999", 0)).isPresent());
    assertTrue(roomy.find(id("noisy0", 0)).isEmpty());
  }

  @Test
  void dropsAPrincipalAlone() {
    CountedSeries dropped = admit("s", 100);
    cache.admit(new CountedSeries("o", 9), principal("other"), MINUTE);

    cache.drop(CLIENT::equals);

    assertTrue(dropped.isClosed());
    assertFalse(cache.consume(id("s", 0)));
    assertTrue(cache.consume(id("o", 0)));
  }

  @Test
  void destroysEachKeyThatLeaves() throws Exception {
    admit("used", 100);
    List<Psk> first = held();
    assertTrue(cache.consume(id("used", 0)));
    assertTrue(first.get(0).isDestroyed());
    assertFalse(first.get(1).isDestroyed());
    assertTrue(cache.consume(id("used", 7)));
    for (int i = 15; i <= 71; i += 8) {
      assertTrue(cache.consume(id("used", i)));
    }
    assertTrue(first.get(6).isDestroyed(), "65 behind");

    List<Psk> dropped = held();
    cache.drop(CLIENT::equals);
    assertDestroyed(dropped);

    admit("expired", 9);
    List<Psk> expired = held();
    clock.advance(MINUTE);
    assertEquals(0, cache.size());
    assertDestroyed(expired);

    cache.admit(new CountedSeries("eldest", 9), principal("eldest"), MINUTE);
    List<Psk> evicted = held();
    for (String name : List.of("b", "c", "d")) {
      cache.admit(new CountedSeries(name, 9), principal(name), MINUTE);
    }
    assertDestroyed(evicted);
    assertFalse(held().stream().anyMatch(Psk::isDestroyed));
  }

  private static void assertDestroyed(List<Psk> keys) {
    assertFalse(keys.isEmpty());
    assertTrue(keys.stream().allMatch(Psk::isDestroyed));
  }

  /** The keys themselves, of which the cache shows copies only; in the order of their names. */
  private List<Psk> held() throws ReflectiveOperationException {
    Field slots = ServerKeyCache.class.getDeclaredField("slots");
    slots.setAccessible(true);
    return ((Map<?, ?>) slots.get(cache))
        .values().stream()
            .map(slot -> ((KeyWindow.Slot) slot).psk())
            .sorted(Comparator.comparing(key -> new String(key.identity(), US_ASCII)))
            .toList();
  }

  @Test
  void needsRoomForOne() {
    assertThrows(IllegalArgumentException.class, () -> new ServerKeyCache(0, clock));
  }

  @Test
  void consumesEachKeyOnceWhateverTheThreads() throws Exception {
    int uses = 400;
    admit("s", uses);
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> racer =
        () -> {
          int won = 0;
          for (int i = next.get(); i < uses; i = next.get()) {
            if (cache.consume(id("s", i))) {
              won++;
              next.compareAndSet(i, i + 1);
            }
          }
          return won;
        };

    assertEquals(uses, ClientKeyCacheTest.sumOf(4, racer));
    assertEquals(0, cache.size());
  }

  @Test
  void standsFindingConsumingAndDroppingAtOnce() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    Callable<Integer> user =
        () -> {
          int used = 0;
          for (int round = rounds.getAndIncrement();
              round < 600;
              round = rounds.getAndIncrement()) {
            String name = "s" + round % 5;
            cache.admit(new CountedSeries(name, 20), principal(name), MINUTE);
            for (int i = 0; i < 20; i++) {
              cache.find(id(name, i)).ifPresent(key -> assertFalse(key.isDestroyed()));
              used += cache.consume(id(name, i)) ? 1 : 0;
            }
            if (round % 7 == 0) {
              cache.drop(principal(name)::equals);
            }
          }
          return used;
        };

    assertTrue(ClientKeyCacheTest.sumOf(4, user) > 0);
    cache.drop(any -> true);
    assertEquals(0, cache.size());
  }
}

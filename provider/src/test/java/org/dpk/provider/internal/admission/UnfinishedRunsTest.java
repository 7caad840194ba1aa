package org.dpk.provider.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.junit.jupiter.api.Test;

class UnfinishedRunsTest {

  private static final NetworkPrefix HERE = new NetworkPrefix(false, 1L << 48);
  private static final NetworkPrefix THERE = new NetworkPrefix(false, 2L << 48);

  private final AtomicLong nanos = new AtomicLong();
  private final Counters counters = new Counters();
  private final UnfinishedRuns runs =
      new UnfinishedRuns(
          20, 25, Duration.ofSeconds(60), Duration.ofSeconds(10), nanos::get, counters);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private long counted(Rung rung) {
    return counters.counts().get(rung);
  }

  private Object enter(NetworkPrefix network) {
    Object run = new Object();
    assertNull(runs.enter(run, network, false));
    return run;
  }

  private Object answered(NetworkPrefix network) {
    Object run = enter(network);
    runs.answered(run);
    return run;
  }

  @Test
  void takesAsManyAsThereIsRoomFor() {
    Object first = enter(HERE);
    for (int i = 1; i < 20; i++) {
      enter(HERE);
    }
    assertEquals(Rung.UNFINISHED_FULL, runs.enter(new Object(), THERE, false));
    runs.leave(first);
    runs.leave(first);
    enter(THERE);
    assertEquals(20, runs.count());
  }

  @Test
  void forgetsWhoDoesNotGoOnInTime() {
    Object run = answered(HERE);
    pass(Duration.ofSeconds(10));
    assertTrue(runs.holds(run));
    nanos.incrementAndGet();
    assertFalse(runs.holds(run));
    assertEquals(1, counted(Rung.TIMED_OUT));
    assertEquals(0, runs.count());
  }

  @Test
  void theClientsTimeBeginsWhenItIsAnswered() {
    Object run = enter(HERE);
    pass(Duration.ofSeconds(59));
    runs.answered(run);
    pass(Duration.ofSeconds(9));
    assertTrue(runs.holds(run));
  }

  @Test
  void forgetsARunThatNobodyEnds() {
    Object run = enter(HERE);
    pass(Duration.ofSeconds(61));
    assertFalse(runs.holds(run));
  }

  @Test
  void whoHasKeptAFullHouseWaitingMakesRoom() {
    Object oldest = answered(HERE);
    Object working = enter(HERE);
    for (int i = 2; i < 20; i++) {
      answered(HERE);
    }
    pass(UnfinishedRuns.GRACE);
    assertEquals(Rung.UNFINISHED_FULL, runs.enter(new Object(), THERE, false), "not yet");
    nanos.incrementAndGet();
    enter(THERE);
    assertFalse(runs.holds(oldest));
    assertTrue(runs.holds(working), "this end is at work for it");
    assertEquals(1, counted(Rung.DISPLACED));
    assertEquals(20, runs.count());
  }

  @Test
  void oneNetworkHoldsNoMoreThanItsShareUnderLoad() {
    Object first = enter(HERE);
    for (int i = 1; i < 5; i++) {
      enter(HERE);
    }
    assertEquals(Rung.SHARE_TAKEN, runs.enter(new Object(), HERE, true));
    assertNull(runs.enter(new Object(), THERE, true));
    assertNull(runs.enter(new Object(), null, true), "an address that is not known");
    runs.answered(first);
    assertEquals(Rung.SHARE_TAKEN, runs.enter(new Object(), HERE, true));
    runs.leave(first);
    assertNull(runs.enter(new Object(), HERE, true));
  }

  @Test
  void aShareIsFreeAgainHoweverARunEnds() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 5; i++) {
        answered(HERE);
      }
      assertEquals(Rung.SHARE_TAKEN, runs.enter(new Object(), HERE, true));
      pass(Duration.ofSeconds(11));
    }
    assertEquals(0, runs.count());
    assertEquals(15, counted(Rung.TIMED_OUT));
  }

  @Test
  void staysInItsBoundsWhateverHappens() {
    Random random = new Random(3);
    Object[] known = new Object[40];
    for (int i = 0; i < 100_000; i++) {
      int at = random.nextInt(known.length);
      switch (random.nextInt(4)) {
        case 0 -> {
          known[at] = new Object();
          runs.enter(known[at], random.nextBoolean() ? HERE : THERE, random.nextBoolean());
        }
        case 1 -> runs.answered(String.valueOf(at));
        case 2 -> {
          if (known[at] != null) {
            runs.answered(known[at]);
          }
        }
        default -> {
          if (known[at] != null) {
            runs.leave(known[at]);
          }
        }
      }
      nanos.addAndGet(random.nextInt(500_000_000));
      assertTrue(runs.count() <= 20);
    }
    pass(Duration.ofMinutes(2));
    assertEquals(0, runs.count());
    for (int i = 0; i < 5; i++) {
      assertNull(runs.enter(new Object(), HERE, true), "no place was lost");
    }
  }
}

package org.dpk.provider.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final Load load = new Load(new LoadLimits(10, 25), 100, unfinished::get, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void arrive(int count) {
    for (int i = 0; i < count; i++) {
      load.arrived();
    }
  }

  @Test
  void beginsWithTheTenthArrivalWithinASecond() {
    arrive(9);
    assertFalse(load.isHigh());
    assertTrue(load.arrived());
  }

  @Test
  void doesNotBeginByNineASecond() {
    for (int i = 0; i < 100; i++) {
      arrive(9);
      pass(Duration.ofSeconds(1));
    }
    assertFalse(load.isHigh());
  }

  @Test
  void endsFiveSecondsAfterTheLastBusyOne() {
    arrive(10);
    pass(Duration.ofMillis(4_999));
    assertTrue(load.isHigh());
    pass(Duration.ofMillis(1));
    assertFalse(load.isHigh());
  }

  @Test
  void goesOnWhileHalfAsManyComeAndEndsWhenFewerDo() {
    arrive(10);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(1));
      arrive(5);
      assertTrue(load.isHigh(), "second " + i);
    }
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(1));
      arrive(4);
    }
    assertFalse(load.isHigh());
    arrive(5);
    assertFalse(load.isHigh(), "nine in this second: what once kept it up does not begin it");
  }

  @Test
  void beginsWithAShareOfTheTableToo() {
    unfinished.set(24);
    assertFalse(load.isHigh());
    unfinished.set(25);
    assertTrue(load.isHigh());
    unfinished.set(13);
    pass(Duration.ofMinutes(1));
    assertTrue(load.isHigh(), "half of it and more");
    unfinished.set(12);
    pass(Duration.ofSeconds(5));
    assertFalse(load.isHigh());
  }

  @Test
  void limitsHaveRanges() {
    assertThrows(IllegalArgumentException.class, () -> new LoadLimits(0, 25));
    assertThrows(IllegalArgumentException.class, () -> new LoadLimits(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new LoadLimits(1, 101));
    assertEquals(new LoadLimits(250, 25), AdmissionLimits.DEFAULT.load());
  }
}

package org.dpk.psk.internal.cache;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lifetimes on a monotonic clock whose origin is arbitrary, such as {@link System#nanoTime()}. */
final class Deadline {

  /** 146 years: what still compares correctly on a clock that wraps around. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  private final LongSupplier nanoClock;
  private final long origin;

  Deadline(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
  }

  /** Nanoseconds since this was made; never wraps, so that instants may be ordered. */
  long now() {
    return nanoClock.getAsLong() - origin;
  }

  /** When something ends that may live so long from now on. */
  long after(Duration lifetime) {
    return now() + (lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime).toNanos();
  }
}

package org.dpk.provider.internal.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups that those who come may cause, in number and in time. Safe for use by several
 * threads.
 */
public final class LookupBudget {

  /** For whom a look-up is. */
  public enum Kind {
    /** An identity that was admitted here before. */
    KNOWN(Rung.LOOKUP_KNOWN, Rung.OVER_BUDGET_KNOWN),
    /** An identity that never was: anybody can think of any number. */
    STRANGER(Rung.LOOKUP_STRANGER, Rung.OVER_BUDGET_STRANGER),
    /** Past the cache, because a message says so that proves nothing. */
    REFETCH(Rung.LOOKUP_REFETCH, Rung.OVER_BUDGET_REFETCH);

    private final Rung granted;
    private final Rung refused;

    Kind(Rung granted, Rung refused) {
      this.granted = granted;
      this.refused = refused;
    }
  }

  private final Share known;
  private final Share strangers;
  private final Share refetches;
  private final Counters counters;

  private record Share(Semaphore places, @Nullable TokenBucket bucket) {

    boolean take(Duration patience) {
      if (!acquire(patience)) {
        return false;
      }
      if (bucket == null || bucket.take()) {
        return true;
      }
      places.release();
      return false;
    }

    private boolean acquire(Duration patience) {
      try {
        return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** A full budget. */
  public LookupBudget(LookupLimits limits, LongSupplier nanoClock, Counters counters) {
    this.known = new Share(new Semaphore(limits.known()), null);
    this.strangers =
        new Share(
            new Semaphore(limits.strangers()), new TokenBucket(limits.strangersRate(), nanoClock));
    this.refetches =
        new Share(
            new Semaphore(limits.refetches()), new TokenBucket(limits.refetchesRate(), nanoClock));
    this.counters = counters;
  }

  /**
   * Takes a look-up out of the budget, to be {@linkplain #giveBack given back} when it is over.
   *
   * @param patience how long a place is waited for
   * @return false if there is none
   */
  public boolean take(Kind kind, Duration patience) {
    boolean granted = share(kind).take(patience);
    counters.count(granted ? kind.granted : kind.refused);
    return granted;
  }

  /** The look-up is over. */
  public void giveBack(Kind kind) {
    share(kind).places().release();
  }

  private Share share(Kind kind) {
    return switch (kind) {
      case KNOWN -> known;
      case STRANGER -> strangers;
      case REFETCH -> refetches;
    };
  }
}

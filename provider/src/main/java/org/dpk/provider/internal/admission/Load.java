package org.dpk.provider.internal.admission;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a responder is under load: measured by what it is asked for, so that it is the same on
 * every machine. Safe for use by several threads.
 */
final class Load {

  private static final long WINDOW = Duration.ofSeconds(1).toNanos();

  /** How long both measures stay low before it is over. */
  private static final long CALM = Duration.ofSeconds(5).toNanos();

  private final int perSecond;
  private final int share;
  private final IntSupplier unfinished;
  private final LongSupplier nanoClock;
  private long windowStart;
  private long busyAt;
  private int arrivals;
  private boolean high;

  /**
   * @param limit of unfinished runs
   * @param unfinished how many there are now
   */
  Load(LoadLimits limits, int limit, IntSupplier unfinished, LongSupplier nanoClock) {
    this.perSecond = limits.perSecond();
    this.share = Math.max(1, (int) ((long) limit * limits.unfinishedPercent() / 100));
    this.unfinished = unfinished;
    this.nanoClock = nanoClock;
    this.windowStart = nanoClock.getAsLong();
    this.busyAt = windowStart;
  }

  /** A run begins; says whether there is load, this one included. */
  boolean arrived() {
    return isHigh(1);
  }

  boolean isHigh() {
    return isHigh(0);
  }

  private boolean isHigh(int more) {
    int held = unfinished.getAsInt();
    synchronized (this) {
      long now = nanoClock.getAsLong();
      if (now - windowStart >= WINDOW) {
        windowStart = now;
        arrivals = 0;
      }
      arrivals += more;
      if (2 * arrivals >= perSecond || 2 * held >= share) {
        busyAt = now;
      }
      high = arrivals >= perSecond || held >= share || high && now - busyAt < CALM;
      return high;
    }
  }
}

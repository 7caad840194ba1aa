package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who is between NS1 and NS34: so many at most. A run that nobody ends is forgotten after a while,
 * so that lost connections never add up to a full house. Safe for use by several threads.
 */
final class UnfinishedRuns {

  private final int limit;
  private final Duration longest;
  private final LongSupplier nanoClock;
  private final Map<Object, Long> since = new LinkedHashMap<>();

  UnfinishedRuns(int limit, Duration longest, LongSupplier nanoClock) {
    this.limit = limit;
    this.longest = longest;
    this.nanoClock = nanoClock;
  }

  /** Counts a run, unless there are too many. */
  synchronized boolean enter(Object run) {
    long now = nanoClock.getAsLong();
    since.values().removeIf(start -> now - start > longest.toNanos());
    if (since.size() >= limit) {
      return false;
    }
    since.put(run, now);
    return true;
  }

  /** The run is over. Idempotent. */
  synchronized void leave(Object run) {
    since.remove(run);
  }
}

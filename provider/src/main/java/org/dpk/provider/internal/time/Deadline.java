package org.dpk.provider.internal.time;

import java.time.Duration;

/**
 * A moment by which something is done, on this machine's monotonic clock.
 *
 * @param end as {@link System#nanoTime}
 */
public record Deadline(long end) {

  /** So long from now. */
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** What is left of it; zero when it is over. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** What is left of it; at least a millisecond, so that it can be waited for. */
  public Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, remainingNanos()));
  }

  /** What is left of it in nanoseconds; zero when it is over. */
  public long remainingNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  /** In milliseconds, rounded up, so that waiting for them does not spin; zero when it is over. */
  public long remainingMillis() {
    return (remainingNanos() + 999_999) / 1_000_000;
  }

  /** Whether nothing is left of it. */
  public boolean isOver() {
    return remainingNanos() == 0;
  }

  /** This one, or that long from now, whichever comes first. */
  public Deadline orIn(Duration duration) {
    Deadline other = in(duration);
    return other.end - end < 0 ? other : this;
  }
}

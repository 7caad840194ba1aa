package org.dpk.provider.internal.ethereum;

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

  /** What is left of it; at least a millisecond, so that it can be waited for. */
  public Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, remaining()));
  }

  /** In nanoseconds; zero when it is over. */
  long remaining() {
    return Math.max(0, end - System.nanoTime());
  }

  /** In milliseconds, rounded up, so that waiting for them does not spin; zero when it is over. */
  long remainingMillis() {
    return (remaining() + 999_999) / 1_000_000;
  }

  /** Whether nothing is left of it. */
  public boolean isOver() {
    return remaining() == 0;
  }

  /** This one, or that many from now, whichever comes first. */
  public Deadline orIn(Duration duration) {
    Deadline other = in(duration);
    return other.end - end < 0 ? other : this;
  }
}

package org.dpk.provider.internal.anchor;

import java.time.Duration;

/**
 * A moment by which something is done, on this machine's monotonic clock.
 *
 * @param end as {@link System#nanoTime}
 */
record Deadline(long end) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Zero when it is over. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** This one, or that long from now, whichever comes first. */
  Deadline orIn(Duration duration) {
    Deadline other = in(duration);
    return other.end - end < 0 ? other : this;
  }

  boolean isOver() {
    return remaining().isZero();
  }
}

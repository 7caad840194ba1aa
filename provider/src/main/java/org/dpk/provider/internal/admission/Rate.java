package org.dpk.provider.internal.admission;

import java.time.Duration;

/**
 * So many at once, and so many in each second after that.
 *
 * @param burst how many a bucket that rested gives out at once; positive
 * @param perSecond how many it gets back; positive
 */
public record Rate(int burst, int perSecond) {

  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * @throws IllegalArgumentException if a number is not positive
   */
  public Rate {
    if (burst <= 0 || perSecond <= 0) {
      throw new IllegalArgumentException("a rate and its burst are positive");
    }
  }

  /** When one more arrives at a bucket that is this far ahead: how far ahead it is then. */
  long ahead(long before) {
    return Math.max(before, 0) + NANOS / perSecond;
  }

  /** Whether a bucket may be this far ahead of the clock. */
  boolean admits(long ahead) {
    return ahead <= burst * (NANOS / perSecond);
  }
}

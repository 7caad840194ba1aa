package org.dpk.provider;

import java.time.Duration;

/**
 * How old an answer from the cache may be.
 *
 * @param maxAge since it was read from the chain; zero: the cache is not asked
 */
public record Freshness(Duration maxAge) {

  /** Read from the chain now. */
  public static final Freshness NOW = new Freshness(Duration.ZERO);

  /** The default of a handshake: changes arrive as events in the meantime. */
  public static final Freshness RECENT = new Freshness(Duration.ofMinutes(15));

  /**
   * @throws IllegalArgumentException if the age is negative
   */
  public Freshness {
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("an age is not negative: " + maxAge);
    }
  }
}

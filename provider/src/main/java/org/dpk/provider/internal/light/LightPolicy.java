package org.dpk.provider.internal.light;

import java.time.Duration;

/**
 * How old what an anchor vouches for may be, by this machine's clock (registry.md "Anchors").
 *
 * @param maxAge of the newest trusted block; look-ups fail beyond it; positive. A chain that may
 *     rest needs a long one
 * @param maxAhead how far its time may lie in the future; not negative
 */
public record LightPolicy(Duration maxAge, Duration maxAhead) {

  /** For a chain that makes blocks whatever happens: half an hour. */
  public static final LightPolicy DEFAULT =
      new LightPolicy(Duration.ofMinutes(30), Duration.ofMinutes(5));

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public LightPolicy {
    if (maxAge.isNegative() || maxAge.isZero() || maxAhead.isNegative()) {
      throw new IllegalArgumentException("a block's age is longer than zero");
    }
  }
}

package org.dpk.provider.internal.consensus;

import java.time.Duration;

/**
 * What a light client asks for beyond the specification. Immutable.
 *
 * @param optimisticPercent how much of the committee has to have signed a header that is not final
 *     yet; 67 to 100. For what is final two thirds are enough, as the specification has it
 * @param maxAge of a checkpoint, and of the newest final header of a state that was kept: within it
 *     those who were in the committees still have a deposit to lose
 */
public record LightClientPolicy(int optimisticPercent, Duration maxAge) {

  /** 90 % and 14 days. */
  public static final LightClientPolicy DEFAULT = new LightClientPolicy(90, Duration.ofDays(14));

  private static final int MIN_PERCENT = 67;
  private static final int MAX_PERCENT = 100;

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public LightClientPolicy {
    if (optimisticPercent < MIN_PERCENT || optimisticPercent > MAX_PERCENT) {
      throw new IllegalArgumentException(
          "the participation is between 67 and 100 %, not " + optimisticPercent);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("the maximal age is longer than 0");
    }
  }
}

package org.dpk.provider.internal.admission;

/**
 * How many look-ups of the chain those who come may cause. The three kinds have a budget each, so
 * that none takes anything from the others.
 *
 * @param known at once, for identities that were admitted here before; 0 for none
 * @param strangers at once, for identities that never were; 0 for none
 * @param refetches at once, past the cache because a message names another version; 0 for none
 * @param strangersRate of those for strangers
 * @param refetchesRate of those past the cache
 */
public record LookupLimits(
    int known, int strangers, int refetches, Rate strangersRate, Rate refetchesRate) {

  /**
   * 256, 8 and 4 at once: a registry reads 16 at a time, so that strangers never take all of it.
   * For strangers 500 and then 50 a second; past the cache 100 and then 20 a second.
   */
  public static final LookupLimits DEFAULT =
      new LookupLimits(256, 8, 4, new Rate(500, 50), new Rate(100, 20));

  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public LookupLimits {
    if (known < 0 || strangers < 0 || refetches < 0) {
      throw new IllegalArgumentException("a number of look-ups is not negative");
    }
  }
}

package org.dpk.provider.internal.admission;

/**
 * From when on a responder is under load. It is so as soon as either is reached, and until both
 * have been under half of it for five seconds.
 *
 * @param perSecond how many first messages came within a second; positive. What is counted is what
 *     is asked for, not what is done: else load would end as soon as cookies keep work away
 * @param unfinishedPercent how much of the table of unfinished runs is taken, 1 to 100
 */
public record LoadLimits(int perSecond, int unfinishedPercent) {

  /** 250 a second, a quarter of the table. */
  public static final LoadLimits DEFAULT = new LoadLimits(250, 25);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public LoadLimits {
    if (perSecond <= 0) {
      throw new IllegalArgumentException("a rate is positive");
    }
    if (unfinishedPercent < 1 || unfinishedPercent > 100) {
      throw new IllegalArgumentException("a share is 1 to 100 percent");
    }
  }
}

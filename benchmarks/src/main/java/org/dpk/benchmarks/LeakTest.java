package org.dpk.benchmarks;

import java.util.Arrays;

/**
 * Whether two samples of times can be told apart, as dudect does it (Reparaz, Balasch, Verbauwhede,
 * "Dude, is my code constant time?", 2016): Welch's t of all of them, and of those below several
 * thresholds, since what disturbs a measurement only ever makes it longer.
 *
 * @param samples how many of the smaller class
 * @param difference of the medians, in nanoseconds
 * @param raw t of all samples
 * @param cropped the t that is farthest from 0, of those of the samples below a threshold
 */
record LeakTest(int samples, double difference, double raw, double cropped) {

  /** Beyond this two classes differ (Goodwill et al., "A testing methodology", 2011). */
  static final double LIMIT = 4.5;

  /** Shares of all samples that are kept. */
  private static final double[] CROPS = {0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5};

  /**
   * @param first nanoseconds
   * @param second nanoseconds
   */
  static LeakTest of(long[] first, long[] second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    Arrays.sort(all);
    double cropped = 0;
    for (double share : CROPS) {
      long threshold = all[(int) (share * (all.length - 1))];
      double t = Welch.t(below(first, threshold), below(second, threshold));
      cropped = Math.abs(t) > Math.abs(cropped) ? t : cropped;
    }
    return new LeakTest(
        Math.min(first.length, second.length),
        median(first) - median(second),
        Welch.t(first, second),
        cropped);
  }

  boolean tellsApart() {
    return Math.max(Math.abs(raw), Math.abs(cropped)) >= LIMIT;
  }

  private static long[] below(long[] sample, long threshold) {
    return Arrays.stream(sample).filter(x -> x <= threshold).toArray();
  }

  private static double median(long[] sample) {
    long[] sorted = sample.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

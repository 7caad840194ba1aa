package org.dpk.benchmarks;

import java.util.Arrays;

/**
 * Welch's t of two samples (B. L. Welch, Biometrika 34, 1947): how far apart their means are, in
 * standard errors.
 */
final class Welch {

  private Welch() {}

  /**
   * @return 0 for samples without any spread and the same mean, infinite for other means
   * @throws IllegalArgumentException if a sample has fewer than two values
   */
  static double t(long[] first, long[] second) {
    double difference = mean(first) - mean(second);
    double error = Math.sqrt(variance(first) / first.length + variance(second) / second.length);
    return difference == 0 ? 0 : difference / error;
  }

  static double mean(long[] sample) {
    return Arrays.stream(sample).average().orElseThrow(IllegalArgumentException::new);
  }

  private static double variance(long[] sample) {
    if (sample.length < 2) {
      throw new IllegalArgumentException("one value has no variance");
    }
    double mean = mean(sample);
    double squares = Arrays.stream(sample).mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return squares / (sample.length - 1);
  }
}

package org.dpk.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeakTestTest {

  private static final int MANY = 20_000;

  @Test
  void welchOfTheSleepData() {
    // Student 1908, as R's t.test(extra ~ group, data = sleep) has it; in tenths of hours
    long[] first = {7, -16, -2, -12, -1, 34, 37, 8, 0, 20};
    long[] second = {19, 8, 11, 1, -1, 44, 55, 16, 46, 34};
    assertEquals(-1.8608, Welch.t(first, second), 0.00005);
    assertEquals(1.8608, Welch.t(second, first), 0.00005);
  }

  @Test
  void welchByHand() {
    // means 3 and 6, variances 2.5 and 10: -3 / sqrt(0.5 + 2)
    assertEquals(
        -3 / Math.sqrt(2.5),
        Welch.t(new long[] {1, 2, 3, 4, 5}, new long[] {2, 4, 6, 8, 10}),
        1e-12);
    assertEquals(0, Welch.t(new long[] {4, 4}, new long[] {4, 4, 4}));
    assertEquals(Double.NEGATIVE_INFINITY, Welch.t(new long[] {3, 3}, new long[] {4, 4}));
    assertThrows(IllegalArgumentException.class, () -> Welch.t(new long[] {3}, new long[] {4, 4}));
  }

  @Test
  void aSampleIsLikeItself() {
    long[] sample = noise(1, 0);
    LeakTest same = LeakTest.of(sample, sample);
    assertFalse(same.tellsApart());
    assertEquals(new LeakTest(MANY, 0, 0, 0), same);
  }

  @Test
  void samplesOfOneSourceAreAlike() {
    for (long seed = 0; seed < 20; seed++) {
      LeakTest test = LeakTest.of(noise(2 * seed, 0), noise(2 * seed + 1, 0));
      assertFalse(test.tellsApart(), "seed " + seed + ": " + test);
    }
  }

  /** The noise has outliers a thousand times as long: without cropping they hide the difference. */
  @Test
  void aSmallDifferenceIsFoundBelowTheOutliers() {
    long[] later = noise(1, 300);
    long[] sooner = noise(2, 0);
    LeakTest test = LeakTest.of(later, sooner);
    assertTrue(Math.abs(test.raw()) < LeakTest.LIMIT, test.toString());
    assertTrue(test.cropped() > LeakTest.LIMIT, test.toString());
    assertTrue(test.tellsApart());
    assertEquals(300, test.difference(), 150);
    assertTrue(LeakTest.of(sooner, later).cropped() < -LeakTest.LIMIT);
  }

  /** 100 µs give or take 2, and one in a hundred disturbed. */
  private static long[] noise(long seed, int shift) {
    Random random = new Random(seed);
    long[] times = new long[MANY];
    Arrays.setAll(
        times,
        i ->
            100_000
                + shift
                + (long) (2_000 * random.nextGaussian())
                + (random.nextInt(100) == 0 ? random.nextInt(100_000_000) : 0));
    return times;
  }
}

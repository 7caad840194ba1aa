package org.dpk.provider.internal.nsl;

import java.util.Random;

/** The same bytes for the same seed: for tests only. */
final class SeededRandomness implements Randomness {

  private final Random random;

  SeededRandomness(long seed) {
    random = new Random(seed);
  }

  @Override
  public byte[] next(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

package org.dpk.pkm;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits until something is so. */
final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 10_000_000;

  private Waiting() {}

  /**
   * Asks again and again.
   *
   * @throws AssertionError if it is not so within a minute
   */
  static void until(String what, Callable<Boolean> question) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!question.call()) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}

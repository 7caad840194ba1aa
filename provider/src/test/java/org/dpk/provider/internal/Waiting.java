package org.dpk.provider.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits until something is so. */
public final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 10_000_000;

  private Waiting() {}

  /**
   * Asks again and again.
   *
   * @param what is said if it does not come true
   * @throws AssertionError if it is not so within a minute
   */
  public static void until(Callable<String> what, Callable<Boolean> question) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!question.call()) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + what.call());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** As {@link #until(Callable, Callable)}. */
  public static void until(String what, Callable<Boolean> question) throws Exception {
    until(() -> what, question);
  }
}

package org.dpk.contracts.devnet;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A moment by which something is done.
 *
 * @param end as {@link System#nanoTime}
 */
record Deadline(long end) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  long remainingMillis() {
    return Math.max(0, (end - System.nanoTime()) / 1_000_000);
  }

  /**
   * Waits before the next look.
   *
   * @param late what to say if the time is over
   * @throws NodeException if it is
   */
  void pause(Duration pause, Supplier<String> late) throws NodeException, InterruptedIOException {
    if (remainingMillis() == 0) {
      throw new NodeException(late.get());
    }
    try {
      Thread.sleep(Math.min(pause.toMillis(), remainingMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a node");
    }
  }
}

package org.dpk.provider.internal.enrol;

import java.io.InterruptedIOException;
import java.time.Duration;

/** A point in time that waiting must not pass. Runs on the monotonic clock. */
final class Deadline {

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** Waits between two questions. */
  static void pause(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the enrolment was interrupted; the same command goes on");
    }
  }
}

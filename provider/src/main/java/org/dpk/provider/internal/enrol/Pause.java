package org.dpk.provider.internal.enrol;

import java.io.InterruptedIOException;
import java.time.Duration;

/** What lies between two questions. */
final class Pause {

  private Pause() {}

  /**
   * Waits.
   *
   * @throws InterruptedIOException if somebody wants this thread to end; it stays interrupted
   */
  static void of(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the enrolment was interrupted; the same command goes on");
    }
  }
}

package org.dpk.psk.internal.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that hangs holds nobody up for longer than the deadline. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreCallsTest {

  private static final int MORE_THAN_THREADS = 40;

  @Test
  void ordersThatHangAreAbandonedAndQuestionsGetThrough() {
    StoreCalls calls = new StoreCalls(Duration.ofMillis(100));
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(MORE_THAN_THREADS);
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      calls.order(
          () -> {
            try {
              never.await();
              return true;
            } finally {
              interrupted.countDown();
            }
          });
    }

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Optional<String> answer = calls.ask(() -> "answer");
    while (answer.isEmpty()) {
      assertTrue(System.nanoTime() < deadline, "the orders keep all threads");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      answer = calls.ask(() -> "answer");
    }
    assertEquals(0, interrupted.getCount());
  }
}

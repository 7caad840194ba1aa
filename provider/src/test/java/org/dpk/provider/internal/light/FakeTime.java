package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Goes on when a test says so. */
final class FakeTime implements LongSupplier {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // overflows at once

  void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return now.get();
  }
}

package org.dpk.provider.internal.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Time goes on when a test says so, and a nanosecond with each look at it. */
final class FakeClock implements Ticker {

  private long now;

  void advance(Duration time) {
    now += time.toNanos();
  }

  @Override
  public long read() {
    return ++now;
  }
}

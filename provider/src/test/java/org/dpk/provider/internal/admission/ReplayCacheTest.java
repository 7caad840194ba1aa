package org.dpk.provider.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplayCacheTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ReplayCache replays = new ReplayCache(nanos::get);

  private static byte[] hash(int number) {
    return ByteBuffer.allocate(32).putInt(8, number).array();
  }

  @Test
  void knowsWhatCameForTenMinutes() {
    assertTrue(replays.isNew(hash(1)));
    assertFalse(replays.isNew(hash(1)));
    assertTrue(replays.isNew(hash(2)));
    nanos.addAndGet(ReplayCache.KEPT.toNanos() - 1);
    assertFalse(replays.isNew(hash(1)), "a replay does not make it younger");
    nanos.incrementAndGet();
    assertTrue(replays.isNew(hash(1)));
    assertEquals(1, replays.size(), "what is old is not kept");
  }

  @Test
  void isBoundedAndForgetsTheOldest() {
    for (int i = 0; i < ReplayCache.CAPACITY + 10; i++) {
      assertTrue(replays.isNew(hash(i)));
      assertTrue(replays.size() <= ReplayCache.CAPACITY);
    }
    assertFalse(replays.isNew(hash(ReplayCache.CAPACITY)));
    assertTrue(replays.isNew(hash(0)));
  }
}

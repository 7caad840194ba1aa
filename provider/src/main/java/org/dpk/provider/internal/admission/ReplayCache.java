package org.dpk.provider.internal.admission;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which {@code ct_b} came lately, by its hash: so many and for so long at most. What is forgotten
 * costs one operation with the private key more, and gains nobody anything. Safe for use by several
 * threads.
 */
final class ReplayCache {

  static final Duration KEPT = Duration.ofMinutes(10);

  /** About 8 MB when it is full. */
  static final int CAPACITY = 1 << 16;

  private final LongSupplier nanoClock;
  private final Map<Digest, Long> seen = new LinkedHashMap<>();

  /** The first half of a SHA-256: a second preimage is all that would help somebody. */
  private record Digest(long first, long second) {}

  ReplayCache(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Notes it, and says whether it was not known.
   *
   * @param hash 16 bytes or more
   */
  synchronized boolean isNew(byte[] hash) {
    long now = nanoClock.getAsLong();
    forgetOld(now);
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return seen.putIfAbsent(new Digest(bytes.getLong(), bytes.getLong()), now) == null;
  }

  /** From the front: they stand in the order of their times. */
  private void forgetOld(long now) {
    Iterator<Long> times = seen.values().iterator();
    while (times.hasNext() && (now - times.next() >= KEPT.toNanos() || seen.size() >= CAPACITY)) {
      times.remove();
    }
  }

  synchronized int size() {
    return seen.size();
  }
}

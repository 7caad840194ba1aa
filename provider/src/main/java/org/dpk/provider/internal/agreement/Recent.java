package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers for how long something has been known: so many of them at most, the oldest being
 * forgotten first. Safe for use by several threads.
 */
public final class Recent<K> {

  private final LongSupplier nanoClock;
  private final Map<K, Long> seen;

  /**
   * @param capacity how many are remembered
   * @param nanoClock as {@link System#nanoTime}
   */
  public Recent(int capacity, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.seen =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Notes it, and says whether it had not been noted within that time. */
  public synchronized boolean isNew(K key, Duration within) {
    long now = nanoClock.getAsLong();
    Long before = seen.get(key);
    if (before != null && now - before < within.toNanos()) {
      return false;
    }
    seen.remove(key);
    seen.put(key, now);
    return true;
  }

  /** Whether it was noted and not forgotten. */
  public synchronized boolean contains(K key) {
    return seen.containsKey(key);
  }
}

package org.dpk.provider.internal.admission;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.jspecify.annotations.Nullable;

/** Counts what happens at each rung. Safe for use by several threads. */
public final class Counters {

  private final Map<Rung, LongAdder> adders = new EnumMap<>(Rung.class);

  private final @Nullable Counters sum;

  /** All at zero. */
  public Counters() {
    this(null);
  }

  /**
   * All at zero.
   *
   * @param sum counts the same, and perhaps more; null for none
   */
  public Counters(@Nullable Counters sum) {
    this.sum = sum;
    for (Rung rung : Rung.values()) {
      adders.put(rung, new LongAdder());
    }
  }

  /** One more. */
  public void count(Rung rung) {
    Objects.requireNonNull(adders.get(rung)).increment();
    if (sum != null) {
      sum.count(rung);
    }
  }

  Map<Rung, Long> counts() {
    Map<Rung, Long> counts = new EnumMap<>(Rung.class);
    adders.forEach((rung, adder) -> counts.put(rung, adder.sum()));
    return counts;
  }
}

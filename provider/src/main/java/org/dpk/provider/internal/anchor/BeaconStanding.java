package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.dpk.provider.internal.beacon.BeaconNode;

/** A beacon node, and for how long it is asked after the others. For one thread at a time. */
final class BeaconStanding {

  /** For one that did not answer, or was behind the others; doubled each time. */
  private static final Duration FIRST = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** For one that gave what no sound node gives. */
  private static final Duration LIAR = Duration.ofMinutes(10);

  private final BeaconNode node;
  private final LongSupplier nanoClock;
  private int failures; // in a row
  private long sparedUntil;

  BeaconStanding(BeaconNode node, LongSupplier nanoClock) {
    this.node = node;
    this.nanoClock = nanoClock;
    this.sparedUntil = nanoClock.getAsLong();
  }

  BeaconNode node() {
    return node;
  }

  /** It was right. */
  void succeeded() {
    failures = 0;
    sparedUntil = nanoClock.getAsLong();
  }

  /** It was silent, or behind. */
  void failed() {
    Duration pause = FIRST;
    for (int i = 0; i < failures && pause.compareTo(LONGEST) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    spare(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  /** It lied, or is broken. */
  void lied() {
    spare(LIAR);
  }

  private void spare(Duration pause) {
    failures++;
    long until = nanoClock.getAsLong() + pause.toNanos();
    sparedUntil = sparedUntil - until > 0 ? sparedUntil : until;
  }

  /** What is left of it in nanoseconds; zero if it is asked like the others. */
  long spared() {
    return Math.max(0, sparedUntil - nanoClock.getAsLong());
  }
}

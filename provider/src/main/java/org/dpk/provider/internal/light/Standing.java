package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How good a node has been: how fast, and whether it is to be spared. Safe for several threads. */
final class Standing {

  /** How much the newest time counts beside the earlier ones. */
  private static final double WEIGHT = 0.3;

  /** The rank of one that was not asked lately. */
  static final int UNMEASURED = -1;

  /** After this a time says nothing any more. */
  private static final Duration MEMORY = Duration.ofMinutes(5);

  /** For the first hedge, before anything is known of the node. */
  private static final Duration UNKNOWN = Duration.ofMillis(500);

  /** Less than this is nothing unusual over the Internet. */
  private static final Duration LEAST = Duration.ofMillis(250);

  private final LongSupplier nanoClock;
  private double latency; // EWMA, in nanoseconds; 0 for unknown
  private long measured;
  private int failures; // in a row
  private @Nullable Fault worst; // since it was last right; it is spared for it
  private long sparedUntil;
  private boolean probed;

  Standing(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** It answered, and what it said was right. */
  synchronized void answered(Duration took) {
    double sample = Math.max(1, took.toNanos());
    latency = isKnown() && worst == null ? latency + WEIGHT * (sample - latency) : sample;
    measured = nanoClock.getAsLong();
    failures = 0;
    worst = null;
    probed = false;
  }

  /** It failed. A fault never shortens the pause that an earlier one brought. */
  synchronized void failed(Fault fault) {
    failures++;
    long until = nanoClock.getAsLong() + fault.pause(failures).toNanos();
    sparedUntil = worst != null && sparedUntil - until > 0 ? sparedUntil : until;
    worst = worst == null || fault.compareTo(worst) < 0 ? fault : worst;
    probed = false;
  }

  /** Whether it is to be asked only after the others. */
  synchronized boolean isSpared() {
    return worst != null;
  }

  /** How often it failed since it was last right. */
  synchronized int failuresInARow() {
    return failures;
  }

  /** Whether its pause is over and nobody has tried it since; true for one caller only. */
  synchronized boolean takeProbe() {
    if (worst == null || probed || nanoClock.getAsLong() - sparedUntil < 0) {
      return false;
    }
    probed = true;
    return true;
  }

  /**
   * How it compares with others, the lower the better: powers of two of milliseconds, so that
   * nearly equal ones stand in the order of the user's choice; {@value #UNMEASURED} if that is not
   * known.
   */
  synchronized int rank() {
    if (worst != null) {
      return Integer.MAX_VALUE - worst.ordinal();
    }
    return isKnown() ? 64 - Long.numberOfLeadingZeros((long) latency / 16_000_000) : UNMEASURED;
  }

  /** After what time without an answer it is worth asking somebody else too. */
  synchronized Duration suspicious() {
    Duration usual = isKnown() ? Duration.ofNanos((long) (4 * latency)) : UNKNOWN;
    return usual.compareTo(LEAST) < 0 ? LEAST : usual;
  }

  private boolean isKnown() {
    return latency > 0 && nanoClock.getAsLong() - measured < MEMORY.toNanos();
  }
}

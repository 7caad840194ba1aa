package org.dpk.provider.internal.light;

import java.time.Duration;
import org.dpk.provider.RegistryException;

/** What a node did wrong, the worst first, and for how long it is asked after the others. */
enum Fault {
  /** What it said is not what the trusted block commits to. */
  LIED(Duration.ofMinutes(5), Duration.ofHours(1)),
  /** It serves something else than what it was configured for. */
  WRONG(Duration.ofMinutes(1), Duration.ofMinutes(10)),
  /** It did not answer, or not in time. */
  SILENT(Duration.ofSeconds(1), Duration.ofMinutes(1)),
  /** It has not what it was asked for: a new block not yet, an old one no longer. */
  BEHIND(Duration.ofMillis(500), Duration.ofSeconds(10));

  private final Duration first;
  private final Duration longest;

  Fault(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** What a failure says of the node. */
  static Fault of(RegistryException failure) {
    if (failure instanceof RegistryException.Unproven) {
      return LIED;
    }
    if (failure instanceof RegistryException.WrongChain
        || failure instanceof RegistryException.NoContract) {
      return WRONG;
    }
    return failure instanceof RegistryException.Unreachable ? SILENT : BEHIND;
  }

  /**
   * Whether a failure says nothing of the node: what is wrong is proven, and would be so with every
   * other.
   */
  static boolean isProven(RegistryException failure) {
    return failure instanceof RegistryException.UnusableRecord
        || failure instanceof RegistryException.RolledBack
        || failure instanceof RegistryException.Unanchored;
  }

  /** How long to spare it after so many failures in a row: twice as long each time. */
  Duration pause(int failures) {
    Duration pause = first;
    for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}

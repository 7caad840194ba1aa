package org.dpk.cli.internal.output;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Durations {

  private Durations() {}

  /** Three significant figures at most: {@code 0.42 ms}, {@code 17 ms}, {@code 3.1 s}. */
  public static String text(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.2f ms", millis);
    }
    if (millis < 1000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, millis < 100_000 ? "%.1f s" : "%.0f s", millis / 1000);
  }
}

package org.dpk.provider.internal.time;

import java.time.Duration;

/** Durations for messages, as people say them. */
public final class DurationWords {

  private DurationWords() {}

  /** In the largest unit of which there are at least two, without a remainder: «3 hours». */
  public static String of(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " days";
    }
    if (duration.toHours() >= 2) {
      return duration.toHours() + " hours";
    }
    return duration.toMinutes() >= 2
        ? duration.toMinutes() + " minutes"
        : duration.toSeconds() + " seconds";
  }
}

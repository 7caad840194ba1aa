package org.dpk.provider.internal.network;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. */
final class DurationText {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(3650);

  private DurationText() {}

  /**
   * @throws IllegalArgumentException if it is no time of 1 ms to ten years
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it is no number with ms, s, m, h or d");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("it is longer than ten years");
    }
    return time;
  }
}

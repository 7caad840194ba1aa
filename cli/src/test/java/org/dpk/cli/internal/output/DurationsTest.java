package org.dpk.cli.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.00 ms",
    "PT0.00042S, 0.42 ms",
    "PT0.017S, 17 ms",
    "PT3.14S, 3.1 s",
    "PT2M, 120 s",
  })
  void aDurationIsShort(Duration duration, String text) {
    assertEquals(text, Durations.text(duration));
  }
}

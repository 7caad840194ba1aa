package org.dpk.cli.internal.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.output.Style;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private final Figures figures = new Figures();

  @Test
  void theFirstStandsApartFromTheMedianOfTheRest() {
    for (int millis : new int[] {500, 3, 1, 2, 9, 4}) {
      figures.add(What.LOOKUP_COLD, Duration.ofMillis(millis));
    }
    figures.add(What.STORE_FUNDED, Duration.ofMillis(1500));

    List<String> lines = figures.table().lines(80, Style.PLAIN);

    assertEquals(4, lines.size());
    assertEquals(
        List.of("store a record, funded", "11–30 s", "1.5 s", "–"),
        List.of(lines.get(2).split(" {2,}")));
    assertEquals(
        List.of("look a record up, on chain", "0.5 s", "500 ms", "3.00 ms of 5"),
        List.of(lines.get(3).split(" {2,}")));
  }

  @Test
  void aScriptGetsMilliseconds() {
    figures.add(What.FIRST_CONTACT, Duration.ofNanos(1_234_567));
    assertEquals(
        Map.of("firstContact", Map.of("paper", "", "firstMilliseconds", 1.235, "count", 1)),
        figures.json());
  }
}

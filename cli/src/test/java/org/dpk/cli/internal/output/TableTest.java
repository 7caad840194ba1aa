package org.dpk.cli.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table =
      new Table("what", ">time")
          .row("look-up", "3.1 ms")
          .row("an agreement with a name that goes on and on", "17 ms");

  @Test
  void columnsAreAlignedAndLinesEndWithoutBlanks() {
    assertEquals(
        List.of(
            "what                                            time",
            "────────────────────────────────────────────  ──────",
            "look-up                                       3.1 ms",
            "an agreement with a name that goes on and on   17 ms"),
        table.lines(80, Style.PLAIN));
  }

  @Test
  void theWidestColumnGivesWay() {
    List<String> lines = table.lines(40, Style.PLAIN);
    assertEquals("an agreement with a name that g…   17 ms", lines.get(3));
    lines.forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 40, line));
  }

  @Test
  void whatOneHasToCopyStaysWhole() {
    Table copied = new Table("!identity", "registered").row("uuid:69163887-f96f-4988", "yesterday");
    assertEquals("uuid:69163887-f96f-4988  yester…", copied.lines(32, Style.PLAIN).get(2));
    assertEquals("uuid:69163887-f96f-4988  yeste…", copied.lines(3, Style.PLAIN).get(2));
  }

  @Test
  void aRowHasACellPerColumn() {
    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
  }
}

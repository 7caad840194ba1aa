package org.dpk.cli.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrapTest {

  @Test
  void linesBreakBetweenWords() {
    assertEquals(List.of("one two", "three", "four"), Wrap.lines("one two three four", 8));
  }

  @Test
  void aWordThatIsTooLongStandsAlone() {
    assertEquals(List.of("a", "0123456789", "b"), Wrap.lines("a 0123456789 b", 4));
  }

  @Test
  void nothingIsALineToo() {
    assertEquals(List.of(""), Wrap.lines("", 4));
  }
}

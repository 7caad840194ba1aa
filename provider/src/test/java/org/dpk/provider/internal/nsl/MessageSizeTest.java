package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table "Sizes" of {@code docs/protocol/nsl.md}. */
class MessageSizeTest {

  private static final Path SPECIFICATION =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "protocol", "nsl.md");

  @ParameterizedTest
  @EnumSource(Suite.class)
  void theSpecificationNamesTheExactSizes(Suite suite) throws Exception {
    TestParty a = TestParty.of(suite, "dns:" + "a".repeat(20) + ".example", 1);
    TestParty b = TestParty.of(suite, "dns:" + "b".repeat(20) + ".example", 2);
    assertEquals(32, a.identity().bytes().length);
    try (Handshake run = new Handshake(a, b, 1)) {
      byte[] ns1 = run.ns1();
      byte[] ns2 = run.ns2(ns1);
      byte[] ns34 = run.ns34(ns2).message();

      assertEquals(stated(suite), List.of(ns1.length, ns2.length, ns34.length));
    }
  }

  private static List<Integer> stated(Suite suite) throws Exception {
    Pattern row =
        Pattern.compile("^\\| " + suite + " \\| ([0-9,]+) \\| ([0-9,]+) \\| ([0-9,]+) \\|$");
    List<MatchResult> rows = new ArrayList<>();
    for (String line : Files.readAllLines(SPECIFICATION)) {
      row.matcher(line).results().forEach(rows::add);
    }
    assertEquals(1, rows.size(), "rows of " + suite);
    List<Integer> sizes = new ArrayList<>();
    for (int column = 1; column <= 3; column++) {
      sizes.add(Integer.parseInt(rows.get(0).group(column).replace(",", "")));
    }
    return sizes;
  }
}

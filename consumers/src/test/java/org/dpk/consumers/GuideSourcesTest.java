package org.dpk.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Java in a guide behind the comment {@code source: FILE MARK} is the very source between {@code //
 * example: MARK} and {@code // end} in a file of these tests, which they run.
 */
class GuideSourcesTest {

  private static final Path GUIDES = Path.of(System.getProperty("dpk.home"), "docs", "guides");

  private static final Path SOURCES = Path.of("src", "test", "java", "org", "dpk", "consumers");

  private static final Pattern QUOTED =
      Pattern.compile("<!-- source: (\\S+) (.+?) -->\n```java\n(.*?)```", Pattern.DOTALL);

  static List<Arguments> quotations() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.list(GUIDES)) {
      pages = files.toList();
    }
    List<Arguments> found = new ArrayList<>();
    for (Path page : pages) {
      Matcher matcher = QUOTED.matcher(Files.readString(page));
      while (matcher.find()) {
        found.add(Arguments.of(matcher.group(1), matcher.group(2), matcher.group(3)));
      }
    }
    return found;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("quotations")
  void theGuideQuotesTheSource(String file, String mark, String quoted) throws IOException {
    Matcher region =
        Pattern.compile("// example: " + Pattern.quote(mark) + "\n(.*?)\n *// end", Pattern.DOTALL)
            .matcher(Files.readString(SOURCES.resolve(file)));
    assertTrue(region.find(), () -> file + " has no example " + mark);
    assertEquals(region.group(1).stripTrailing().stripIndent(), quoted.strip());
  }

  /** So that a changed way to mark them does not leave them unchecked. */
  @ParameterizedTest
  @MethodSource("guides")
  void eachGuideOfClientsQuotes(String guide) throws IOException {
    List<String> files =
        quotations().stream().map(one -> (String) one.get()[0]).collect(Collectors.toList());
    assertTrue(files.stream().anyMatch(file -> file.startsWith(guide)), files::toString);
  }

  static Stream<String> guides() {
    return Stream.of("http/", "mqtt/");
  }
}

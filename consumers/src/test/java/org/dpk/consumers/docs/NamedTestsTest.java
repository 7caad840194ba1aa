package org.dpk.consumers.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that say what works name a test in each row, and the test is there. */
class NamedTestsTest {

  private static final Path HOME = Path.of(System.getProperty("dpk.home", ".."));

  /** {@code Class} or {@code Class#method}. */
  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|IT|Contract|Fuzz))(?:#(\\w+))?`");

  /** The last column of a table that claims something. */
  private static final Pattern CLAIMS = Pattern.compile("\\| (shown by|why) \\|$");

  private static final Pattern PARENT = Pattern.compile(" extends (\\w+)");

  private static final Map<String, String> SOURCES = sources();

  private static Map<String, String> sources() {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          addAll(tests, sources);
        }
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addAll(Path folder, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat); // one name in two packages
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"capabilities.md", "differences.md", "threat-model.md"})
  void eachRowNamesATestThatIsThere(String page) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> rows = rows(page);
    for (String row : rows) {
      Matcher test = TEST.matcher(row);
      boolean named = false;
      while (test.find()) {
        named = true;
        if (!isThere(test.group(1), test.group(2))) {
          wrong.add(test.group() + " is not there");
        }
      }
      if (!named && !row.contains("not tested:")) {
        wrong.add("no test and no \"not tested:\" with a reason: " + row);
      }
    }
    assertTrue(rows.size() > 10, "the tables of " + page);
    assertEquals(List.of(), wrong);
  }

  /** The rows of the tables that have to say why or shown by what, without head and rule. */
  private static List<String> rows(String page) throws IOException {
    List<String> lines = Files.readAllLines(HOME.resolve("docs").resolve(page));
    List<String> rows = new ArrayList<>();
    boolean claims = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i + 1 < lines.size() && lines.get(i + 1).startsWith("|---")) {
        claims = CLAIMS.matcher(line).find();
      } else if (claims && line.startsWith("|") && !line.startsWith("|---")) {
        rows.add(line);
      }
    }
    assertFalse(rows.isEmpty());
    return rows;
  }

  /** In the class, or in one that it extends. */
  private static boolean isThere(String type, String method) {
    String source = SOURCES.get(type);
    if (source == null) {
      return false;
    }
    if (method == null || source.contains(" " + method + "(")) {
      return true;
    }
    Matcher parent = PARENT.matcher(source);
    return parent.find() && isThere(parent.group(1), method);
  }
}

package org.dpk.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of docs/guides, for tests that run what it shows.
 *
 * @param name of the file, without its ending
 */
public record Guide(String name) {

  /** The code block behind the comment {@code example: MARK}. */
  public String example(String mark) throws IOException {
    Path page = Path.of(System.getProperty("dpk.home"), "docs", "guides", name + ".md");
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(mark) + " -->\n```[a-z]*\n(.*?)```",
                Pattern.DOTALL)
            .matcher(Files.readString(page));
    assertTrue(block.find(), () -> page + " has no example " + mark);
    return block.group(1);
  }

  /**
   * A code block of settings.
   *
   * @param replacements what stands in a test for what stands on the page
   */
  public Map<String, String> properties(String mark, Map<String, String> replacements)
      throws IOException {
    String text = example(mark);
    for (Map.Entry<String, String> each : replacements.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    Properties settings = new Properties();
    settings.load(new StringReader(text));
    Map<String, String> all = new TreeMap<>();
    settings.forEach((name, value) -> all.put(name.toString(), value.toString()));
    return all;
  }

  /** Fails unless a test has this code block in its source, whatever its indentation. */
  public void requireIsIn(Class<?> test, String mark) throws IOException {
    Path source =
        Path.of(System.getProperty("dpk.home"), "consumers", "src", "test", "java")
            .resolve(test.getName().replace('.', '/') + ".java");
    assertTrue(
        stripped(Files.readString(source)).contains(stripped(example(mark))),
        () -> source + " does not run the example " + mark);
  }

  private static String stripped(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}

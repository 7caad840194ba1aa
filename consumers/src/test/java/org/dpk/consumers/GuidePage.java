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

/** A page of docs/guides, whose examples the tests run. */
public enum GuidePage {
  NETTY,
  GRPC,
  KAFKA;

  /** Where the examples in Java come from. */
  private static final Path SOURCES = Path.of("src/test/java");

  private Path page() {
    return Path.of("../docs/guides").resolve(name().toLowerCase(java.util.Locale.ROOT) + ".md");
  }

  /** The page's blocks by their marks. */
  public Map<String, String> examples() throws IOException {
    Map<String, String> blocks = new TreeMap<>();
    Matcher block =
        Pattern.compile("<!-- example: ([^\n]+) -->\n```[a-z]*\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page()));
    while (block.find()) {
      blocks.put(block.group(1), block.group(2));
    }
    return blocks;
  }

  /**
   * A block of settings.
   *
   * @param replacements what stands in a test for what stands on the page
   */
  public Map<String, String> properties(String mark, Map<String, String> replacements)
      throws IOException {
    String text = examples().get(mark);
    assertTrue(text != null, () -> page() + " has no example " + mark);
    for (Map.Entry<String, String> each : replacements.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    Properties settings = new Properties();
    settings.load(new StringReader(text));
    Map<String, String> all = new TreeMap<>();
    settings.forEach((name, value) -> all.put(name.toString(), value.toString()));
    return all;
  }

  /** The lines of a source between {@code // example: MARK} and {@code // end}, without indent. */
  static String region(String source, String mark) throws IOException {
    Matcher found =
        Pattern.compile(
                "( *)// example: " + Pattern.quote(mark) + "\n(.*?)\n? *// end\n", Pattern.DOTALL)
            .matcher(Files.readString(SOURCES.resolve(source)));
    assertTrue(found.find(), () -> source + " has no example " + mark);
    return found.group(2).replaceAll("(?m)^" + found.group(1), "").stripTrailing() + "\n";
  }
}

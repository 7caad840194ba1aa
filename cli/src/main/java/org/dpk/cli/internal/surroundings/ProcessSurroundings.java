package org.dpk.cli.internal.surroundings;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Terminal;

/**
 * The surroundings of a real process.
 *
 * <p>Whether a stream is a terminal is what the launcher found out ({@code dpk.terminal} holds the
 * numbers of those that are): JDK 22 and newer have a {@link Console} without a terminal too.
 */
public final class ProcessSurroundings {

  private static final int DEFAULT_COLUMNS = 80;

  private ProcessSurroundings() {}

  /** Reads the environment and the system properties. */
  public static Surroundings read() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        terminal(environment),
        environment,
        ProcessSurroundings::ask,
        Clock.systemUTC(),
        Optional.ofNullable(System.getProperty("dpk.home")).map(Path::of));
  }

  private static Terminal terminal(Map<String, String> environment) {
    String terminals = System.getProperty("dpk.terminal", "");
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals.contains("1") && colour ? Style.ANSI : Style.PLAIN,
        terminals.contains("2") && colour ? Style.ANSI : Style.PLAIN,
        terminals.contains("2") && !"dumb".equals(environment.get("TERM")),
        columns(environment));
  }

  /** UTF-8 whatever the locale says: tables and file contents are the same everywhere. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static int columns(Map<String, String> environment) {
    String text =
        System.getProperty("dpk.columns", environment.getOrDefault("COLUMNS", "")).strip();
    return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : DEFAULT_COLUMNS;
  }

  private static Optional<char[]> ask(String question) {
    Console console = System.console();
    boolean somebodyThere = System.getProperty("dpk.terminal", "0").contains("0");
    return console == null || !somebodyThere
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s: ", question));
  }
}

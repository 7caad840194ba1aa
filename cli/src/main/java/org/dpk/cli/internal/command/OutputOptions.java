package org.dpk.cli.internal.command;

import java.util.List;
import java.util.function.Supplier;
import org.dpk.cli.internal.output.Json;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import picocli.CommandLine.Option;

/** How a command's result is printed. */
final class OutputOptions {

  private final Terminal terminal;

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  OutputOptions(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
  }

  /** Prints a result: as JSON if that is asked for, else as text. */
  void print(Object data, Supplier<List<String>> text) {
    if (json) {
      terminal.out().println(Json.text(data));
    } else {
      text.get().forEach(terminal.out()::println);
    }
  }

  boolean isJson() {
    return json;
  }
}

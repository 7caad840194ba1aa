package org.dpk.cli.internal.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What picocli prints goes where everything else goes. */
final class Writers {

  private Writers() {}

  static PrintWriter of(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}

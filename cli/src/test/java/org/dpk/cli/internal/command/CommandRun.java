package org.dpk.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.PasswordPrompt;
import org.dpk.cli.internal.surroundings.Surroundings;

/** Runs commands in this process, and keeps what they print. */
final class CommandRun {

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PasswordPrompt prompt = question -> Optional.empty();
  private Clock clock = Clock.systemUTC();
  private int columns = 80;

  CommandRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CommandRun answering(String password) {
    prompt = question -> Optional.of(password.toCharArray());
    return this;
  }

  CommandRun answeringInTurn(String... passwords) {
    Iterator<String> answers = List.of(passwords).iterator();
    prompt = question -> Optional.of(answers.next().toCharArray());
    return this;
  }

  CommandRun at(Clock fakeClock) {
    clock = fakeClock;
    return this;
  }

  CommandRun wide(int columns) {
    this.columns = columns;
    return this;
  }

  /** Runs one command; what earlier ones printed is forgotten. */
  int run(String... args) {
    out.reset();
    err.reset();
    return DpkCommand.run(surroundings(), args);
  }

  Surroundings surroundings() {
    Terminal terminal = Terminal.plain(stream(out), stream(err), columns);
    return new Surroundings(terminal, environment, prompt, clock, Optional.empty());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  List<String> errLines() {
    return err().lines().toList();
  }
}

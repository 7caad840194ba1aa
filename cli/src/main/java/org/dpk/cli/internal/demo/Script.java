package org.dpk.cli.internal.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.output.Wrap;

/** Tells what happens, step by step, and how long each step took. For one thread. */
final class Script {

  /** The demo's own width: a table of figures is easier to read when it is narrow. */
  private static final int MAX_COLUMNS = 80;

  private static final String INDENT = "    ";

  private final Terminal terminal;
  private final PrintStream stage;
  private final Style style;
  private final int columns;
  private final List<StepTime> times = new ArrayList<>();

  /** How long a step took. */
  record StepTime(String step, Duration took) {}

  /** What happens in a step; says what was achieved in notes. */
  @FunctionalInterface
  interface Scene<T> {
    T play(Notes notes) throws Exception;
  }

  /**
   * @param quiet whether {@code out} belongs to a script: then the story is told on {@code err}
   */
  Script(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.stage = quiet ? terminal.err() : terminal.out();
    this.style = quiet ? terminal.errStyle() : terminal.outStyle();
    this.columns = Math.min(MAX_COLUMNS, terminal.columns());
  }

  /** Plays a step: its title and time first, then its notes. */
  <T> T step(String title, Scene<T> scene) throws Exception {
    int number = times.size() + 1;
    Notes notes = new Notes();
    try (Progress progress = Progress.start(terminal, title)) {
      T result = scene.play(notes);
      Duration took = progress.elapsed();
      progress.close();
      times.add(new StepTime(title, took));
      print(number, title, style.good(Durations.text(took)), Durations.text(took).length());
      return result;
    } catch (Exception e) {
      print(number, title, style.bad("failed"), "failed".length());
      throw e;
    } finally {
      notes.lines.forEach(this::printNote);
    }
  }

  private void print(int number, String title, String end, int endLength) {
    int gap = columns - INDENT.length() - title.length() - endLength;
    stage.println(
        style.accent("%2d".formatted(number))
            + "  "
            + style.bold(title)
            + " ".repeat(Math.max(1, gap))
            + end);
  }

  private void printNote(String note) {
    for (String line : Wrap.lines(note, columns - INDENT.length())) {
      stage.println(INDENT + style.dim(line));
    }
  }

  /** A line outside of any step. */
  void say(String line) {
    stage.println(line);
  }

  void headline(String line) {
    stage.println(style.bold(line));
  }

  /** How long each step took, in order. */
  List<StepTime> times() {
    return List.copyOf(times);
  }

  int columns() {
    return columns;
  }

  Style style() {
    return style;
  }

  /** What a step has to tell. */
  static final class Notes {
    private final List<String> lines = new ArrayList<>();

    void add(String format, Object... values) {
      lines.add(values.length == 0 ? format : format.formatted(values));
    }
  }
}

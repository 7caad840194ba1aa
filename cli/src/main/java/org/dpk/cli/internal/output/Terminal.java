package org.dpk.cli.internal.output;

import java.io.PrintStream;

/**
 * Where a command speaks: results on {@code out}, everything else on {@code err}.
 *
 * @param out what a script reads
 * @param err what a person reads: progress, notices, errors
 * @param outStyle how to decorate text on {@code out}
 * @param errStyle how to decorate text on {@code err}
 * @param live whether {@code err} is a terminal, so that a line can be rewritten
 * @param columns the width, in characters
 */
public record Terminal(
    PrintStream out, PrintStream err, Style outStyle, Style errStyle, boolean live, int columns) {

  /** The narrowest and the widest line that is laid out for. */
  private static final int MIN_COLUMNS = 40;

  private static final int MAX_COLUMNS = 160;

  /** Bounds the width. */
  public Terminal {
    columns = Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns));
  }

  /** Neither colour nor live lines, as into a file. */
  public static Terminal plain(PrintStream out, PrintStream err, int columns) {
    return new Terminal(out, err, Style.PLAIN, Style.PLAIN, false, columns);
  }

  /** A line for the person, not for the script. */
  public void note(String line) {
    err.println(line);
  }
}

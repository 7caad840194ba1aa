package org.dpk.cli.internal.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of text that fit the terminal: the widest column gives way first, its cells end in «…».
 * What one has to copy stays whole.
 */
public final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private final List<String> header;
  private final boolean[] right;
  private final boolean[] whole;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param header one title per column; a title that begins with {@code >} aligns its column right,
   *     one that begins with {@code !} keeps its cells whole
   */
  public Table(String... header) {
    this.header = Arrays.stream(header).map(Table::title).toList();
    this.right = new boolean[header.length];
    this.whole = new boolean[header.length];
    for (int i = 0; i < header.length; i++) {
      right[i] = header[i].startsWith(">");
      whole[i] = header[i].startsWith("!");
    }
  }

  private static String title(String text) {
    return text.startsWith(">") || text.startsWith("!") ? text.substring(1) : text;
  }

  /**
   * @throws IllegalArgumentException if there are not as many cells as columns
   */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(header.size() + " cells make a row, not " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without trailing blanks, none wider than {@code columns} where that can be. */
  public List<String> lines(int columns, Style style) {
    int[] widths = fit(columns);
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(line(header, widths)));
    lines.add(style.dim(rule(widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private int[] fit(int columns) {
    int[] widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    int room = columns - GAP.length() * (widths.length - 1);
    while (Arrays.stream(widths).sum() > room) {
      int widest = widest(widths);
      if (widest < 0 || widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(cells.get(i)));
    }
  }

  /** The widest of the columns that may give way; -1 if none may. */
  private int widest(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (!whole[i] && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(cell(cells.get(i), widths[i], right[i]));
    }
    return line.toString().stripTrailing();
  }

  private static String cell(String text, int width, boolean right) {
    String shown = length(text) <= width ? text : clip(text, width);
    String blanks = " ".repeat(width - length(shown));
    return right ? blanks + shown : shown + blanks;
  }

  private static String clip(String text, int width) {
    return text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static String rule(int[] widths) {
    return String.join(GAP, Arrays.stream(widths).mapToObj("─"::repeat).toList());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

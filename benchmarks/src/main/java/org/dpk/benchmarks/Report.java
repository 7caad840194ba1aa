package org.dpk.benchmarks;

import java.util.List;
import java.util.Locale;
import org.dpk.benchmarks.Column.Figure;

/**
 * The table: what was measured, and what a user would take instead as a ratio to it on the same JDK
 * in the same run.
 */
final class Report {

  /** What a user would take instead of certificates' handshakes. */
  static final String PEER = "Handshake.sunJsseMutualTls";

  private static final String BULK = "Bulk.";
  private static final String COMMITTEE = "Committee.";

  private final List<Column> columns;

  Report(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  String markdown() {
    StringBuilder table = new StringBuilder("| what |");
    columns.forEach(c -> table.append(" JDK ").append(c.jdk()).append(" | ratio |"));
    table.append("\n|---|").append("---:|---:|".repeat(columns.size())).append('\n');
    for (String name : columns.get(0).figures().keySet()) {
      table.append("| ").append(Titles.of(name)).append(" |");
      columns.forEach(c -> table.append(cells(c, name)));
      table.append('\n');
    }
    return table.toString();
  }

  private static String cells(Column column, String name) {
    Figure figure = column.figures().get(name);
    if (figure == null) {
      return " – | – |";
    }
    Figure peer = column.figures().get(peer(name));
    String ratio =
        peer == null
            ? ""
            : String.format(Locale.ROOT, "%.2f ×", figure.microseconds() / peer.microseconds());
    return String.format(Locale.ROOT, " %s | %s |", time(figure), ratio);
  }

  private static String peer(String name) {
    if (name.startsWith(BULK)) {
      return BULK + "sunJsse" + name.substring(name.lastIndexOf('.')); // with the same buffers
    }
    if (name.startsWith(COMMITTEE)) {
      return COMMITTEE + "keyByKey" + name.substring(name.lastIndexOf('.')); // same library
    }
    return name.startsWith("Handshake.") ? PEER : "";
  }

  private static String time(Figure figure) {
    String text = String.format(Locale.ROOT, "%,.1f µs", figure.microseconds());
    return Double.isNaN(figure.error())
        ? text
        : text + String.format(Locale.ROOT, " ± %,.1f", figure.error());
  }
}

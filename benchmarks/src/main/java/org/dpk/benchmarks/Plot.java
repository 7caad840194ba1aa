package org.dpk.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dpk.benchmarks.Column.Figure;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The handshakes as bars, one group a way to connect, one bar a JDK. */
final class Plot {

  private static final List<String> GROUPS =
      List.of(
          Report.PEER,
          "Handshake.dpkFirstContact",
          "Handshake.dpkCachedPsk",
          "Handshake.staticPsk");
  private static final List<String> LABELS =
      List.of("mutual TLS, P-256", "DPK, first contact", "DPK, cached PSK", "static PSK");

  private Plot() {}

  static void write(List<Column> columns, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(480)
            .title("CPU of one handshake, both sides together")
            .yAxisTitle("milliseconds")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsRotation(0);
    chart.getStyler().setAvailableSpaceFill(0.7);
    for (Column column : columns) {
      chart.addSeries("JDK " + column.jdk(), LABELS, milliseconds(column));
    }
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static List<Double> milliseconds(Column column) {
    return GROUPS.stream()
        .map(name -> column.figures().getOrDefault(name, new Figure(0, Double.NaN)))
        .map(figure -> Math.round(figure.microseconds() / 10) / 100.0)
        .toList();
  }
}

package org.dpk.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One JDK's figures.
 *
 * @param jdk its version, such as 17.0.15
 * @param figures by name of the benchmark, such as {@code Handshake.cachedPsk}
 */
record Column(String jdk, Map<String, Figure> figures) {

  /**
   * @param microseconds mean time per operation
   * @param error half of the 99.9 % confidence interval; NaN where there were too few iterations
   *     for one
   */
  record Figure(double microseconds, double error) {}

  static Column of(Path jdk, Collection<RunResult> results) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    String version = jdk.getFileName().toString();
    for (RunResult run : results) {
      version = run.getParams().getJdkVersion();
      Result<?> result = run.getPrimaryResult();
      figures.put(name(run), new Figure(result.getScore(), result.getScoreError()));
    }
    sum(figures, "Nsl.initiator", "Nsl.initiatorNs1", "Nsl.initiatorNs34");
    sum(figures, "Nsl.responder", "Nsl.responderNs2", "Nsl.responderNs34");
    return new Column(version, figures);
  }

  /** One side of a handshake is the sum of its steps; the errors add up at worst. */
  private static void sum(Map<String, Figure> figures, String side, String first, String second) {
    Figure a = figures.get(first);
    Figure b = figures.get(second);
    if (a != null && b != null) {
      figures.put(side, new Figure(a.microseconds() + b.microseconds(), a.error() + b.error()));
    }
  }

  private static String name(RunResult run) {
    BenchmarkParams params = run.getParams();
    String[] parts = params.getBenchmark().split("\\.");
    String method =
        parts[parts.length - 2].replace("Benchmark", "") + "." + parts[parts.length - 1];
    return params.getParamsKeys().stream()
        .map(params::getParam)
        .reduce(method, (name, value) -> name + "." + value);
  }
}

package org.dpk.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dpk.provider.internal.nsl.Suite;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.ListStatistics;

/**
 * One JDK's figures.
 *
 * @param jdk its version, such as 17.0.15
 * @param figures by name of the benchmark, such as {@code Handshake.cachedPsk}
 */
record Column(String jdk, Map<String, Figure> figures) {

  /**
   * @param microseconds mean time per operation; CPU time where the benchmark counts that
   * @param error half of the 99.9 % confidence interval; NaN where there were too few iterations
   *     for one
   */
  record Figure(double microseconds, double error) {}

  static Column of(Path jdk, Collection<RunResult> results) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    String version = jdk.getFileName().toString();
    for (RunResult run : results) {
      version = run.getParams().getJdkVersion();
      figures.put(name(run), figure(run));
    }
    for (Suite suite : Suite.values()) {
      String of = "." + suite;
      sum(figures, "Nsl.initiator" + of, "Nsl.initiatorNs1" + of, "Nsl.initiatorNs34" + of);
      sum(figures, "Nsl.responder" + of, "Nsl.responderNs2" + of, "Nsl.responderNs34" + of);
      sum(figures, "Nsl.both" + of, "Nsl.initiator" + of, "Nsl.responder" + of);
    }
    return new Column(version, figures);
  }

  private static Figure figure(RunResult run) {
    if (run.getSecondaryResults().containsKey("cpuNanos")) {
      return cpu(run);
    }
    Result<?> result = run.getPrimaryResult();
    return new Figure(result.getScore(), result.getScoreError());
  }

  /** Of those that count their CPU time ({@link Cpu}), iteration by iteration. */
  private static Figure cpu(RunResult run) {
    ListStatistics microseconds = new ListStatistics();
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        microseconds.addValue(
            count(iteration, "cpuNanos") / count(iteration, "operations") / 1_000);
      }
    }
    return new Figure(microseconds.getMean(), microseconds.getMeanErrorAt(0.999));
  }

  private static double count(IterationResult iteration, String name) {
    return iteration.getSecondaryResults().get(name).getScore();
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

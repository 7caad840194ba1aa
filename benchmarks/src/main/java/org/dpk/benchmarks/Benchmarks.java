package org.dpk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs every benchmark in one go, on one or more JDKs, and writes {@code benchmarks.md} and {@code
 * benchmarks.png}.
 */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * @param arguments {@code --quick}; {@code --only NAME}, such as Bulk; {@code --jdk HOME} for
   *     each further JDK; {@code --out FOLDER}
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    Settings settings = Settings.parse(arguments);
    List<Column> columns = new ArrayList<>();
    for (Path jdk : settings.jdks()) {
      columns.add(Column.of(jdk, new Runner(options(settings, jdk).build()).run()));
    }
    Report report = new Report(columns);
    Files.createDirectories(settings.out());
    Files.writeString(settings.out().resolve("benchmarks.md"), report.markdown());
    Plot.write(columns, settings.out().resolve("benchmarks.png"));
    System.out.println(report.markdown());
    System.out.println(
        "written: " + settings.out().toAbsolutePath().normalize() + "/benchmarks.md and .png");
  }

  private static ChainedOptionsBuilder options(Settings settings, Path jdk) {
    return new OptionsBuilder()
        .include("org\\.dpk\\.benchmarks\\." + settings.only() + "Benchmark\\.")
        .jvm(jdk.resolve("bin/java").toString())
        .jvmArgsAppend("-Ddpk.home=" + System.getProperty("dpk.home", "."))
        .shouldFailOnError(true)
        .forks(1)
        .warmupIterations(settings.quick() ? 1 : 3)
        .warmupTime(TimeValue.seconds(settings.quick() ? 2 : 5))
        .measurementIterations(settings.quick() ? 1 : 5)
        .measurementTime(TimeValue.seconds(1));
  }

  private record Settings(boolean quick, String only, List<Path> jdks, Path out) {

    static Settings parse(String[] arguments) {
      boolean quick = false;
      String only = ".*";
      Path out = Path.of(".");
      List<Path> jdks = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--quick" -> quick = true;
          case "--only" -> only = value(arguments, ++i);
          case "--jdk" -> jdks.add(Path.of(value(arguments, ++i)));
          case "--out" -> out = Path.of(value(arguments, ++i));
          default ->
              throw new IllegalArgumentException(
                  "unknown argument "
                      + arguments[i]
                      + ": use --quick, --only NAME, --jdk HOME, --out FOLDER");
        }
      }
      return new Settings(quick, only, jdks, out);
    }

    private static String value(String[] arguments, int i) {
      if (i >= arguments.length) {
        throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
      }
      return arguments[i];
    }
  }
}

package org.dpk.provider.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs with a deadline, and ends them if they miss it. */
public final class Programs {

  private static final long DEADLINE_SECONDS = 90;

  private Programs() {}

  /** What a program left: its exit code, and what it printed on both channels. */
  public record Result(int exit, String output) {}

  public static Result run(List<String> command) throws IOException, InterruptedException {
    return run(command, Map.of(), "");
  }

  /**
   * @param input what the program reads on its standard input
   */
  public static Result run(List<String> command, Map<String, String> environment, String input)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("dpk-test", ".in");
    Path out = Files.createTempFile("dpk-test", ".out");
    Files.writeString(in, input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            command.get(0) + " did not end: " + Files.readString(out, StandardCharsets.UTF_8));
      }
      return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
    }
  }

  /** The launcher of the JDK that this test runs on. */
  public static String java() {
    return tool("java");
  }

  /** A tool of the JDK that this test runs on. */
  public static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The class path of this test. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}

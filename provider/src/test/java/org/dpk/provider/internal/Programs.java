package org.dpk.provider.internal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
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

  public static Result run(List<String> command, Map<String, String> environment, String input)
      throws IOException, InterruptedException {
    return run(command, environment, input, Path.of("."));
  }

  /**
   * @param input what the program reads on its standard input
   */
  public static Result run(
      List<String> command, Map<String, String> environment, String input, Path folder)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("dpk-test", ".in");
    Files.writeString(in, input);
    try (Running program = start(command, environment, folder, Redirect.from(in.toFile()))) {
      return program.await();
    } finally {
      Files.deleteIfExists(in);
    }
  }

  /** Starts a program that goes on until it is closed. */
  public static Running start(List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    return start(command, environment, folder, Redirect.from(new File("/dev/null")));
  }

  private static Running start(
      List<String> command, Map<String, String> environment, Path folder, Redirect input)
      throws IOException {
    Path out = Files.createTempFile("dpk-test", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input)
            .redirectOutput(out.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    return new Running(builder.start(), out);
  }

  /** A program that was started; closing it ends it. */
  public record Running(Process process, Path out) implements AutoCloseable {

    /** What it left, once it ended by itself. */
    public Result await() throws IOException, InterruptedException {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the program did not end: " + Files.readString(out));
      }
      return new Result(process.exitValue(), Files.readString(out));
    }

    @Override
    public void close() throws IOException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
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

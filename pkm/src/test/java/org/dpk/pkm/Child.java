package org.dpk.pkm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Java process of a test, and what it says. */
final class Child implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Thread reader;

  private Child(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a main class of the tests. */
  static Child start(Class<?> main, List<String> arguments, Collection<String> more)
      throws IOException {
    return new Child(
        new ProcessBuilder(command(main, arguments, more)).redirectErrorStream(true).start());
  }

  /** The command that starts a main class of the tests. */
  static List<String> command(Class<?> main, List<String> arguments, Collection<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    command.addAll(more);
    return command;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ready.complete("");
    }
  }

  private synchronized void heard(String line) {
    lines.add(line);
    if (line.startsWith(PkmProcess.READY)) {
      ready.complete(line.substring(PkmProcess.READY.length()).strip());
    }
  }

  /** Waits until it says that it is ready, or ends; what it said with it, empty if it ended. */
  String awaitReady() throws Exception {
    return ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits until it ends. */
  int awaitEnd() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end; it said " + said());
    }
    reader.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  /** Waits a moment whether it ends. */
  boolean isEnding() throws InterruptedException {
    return process.waitFor(100, TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The step that it died at. */
  synchronized String lastStep() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(Crash.STEP)) {
        return lines.get(i).substring(Crash.STEP.length());
      }
    }
    throw new IllegalStateException("it died at no step; it said " + lines);
  }

  synchronized List<String> said() {
    return List.copyOf(lines);
  }

  /** Asks it to end, by the end of its input; kills it if it does not. */
  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    reader.join(PATIENCE.toMillis());
  }
}

package org.dpk.consumers;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server of Debian's that a test talks to: its output is kept, its own process is stopped. */
public final class Program implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 30;
  private static final int ATTEMPTS = 5;

  /** Tells a program from its command line and its surroundings. */
  public record Start(String debianPackage, Map<String, String> environment, List<String> command) {

    public Start(String debianPackage, String... command) {
      this(debianPackage, Map.of(), List.of(command));
    }
  }

  /** Writes the configuration for a port, and says how to start. */
  @FunctionalInterface
  public interface OnPort {
    Start configure(int port) throws IOException;
  }

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  private Program(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of " + process.info().command().orElse(""));
    reader.start();
  }

  /** A server that is ready, and where it listens. */
  public record Listening(Program program, int port) {}

  /**
   * Starts a server on a free port of the loopback address; on another one if somebody was faster.
   *
   * @param ready what it prints when it listens
   */
  public static Listening startOnFreePort(OnPort server, String ready) throws Exception {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      Program program = start(server.configure(port));
      if (program.awaitUnlessEnded(ready)) {
        return new Listening(program, port);
      }
      program.close();
      if (attempt == ATTEMPTS || !program.output().toLowerCase().contains("in use")) {
        fail("the server did not print '" + ready + "':\n" + program.output());
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  public static Program start(Start start) {
    ProcessBuilder builder = new ProcessBuilder(start.command()).redirectErrorStream(true);
    builder.environment().putAll(start.environment());
    try {
      return new Program(builder.start());
    } catch (IOException e) {
      return missing(start.debianPackage(), e);
    }
  }

  /** Fails with what to do about it. */
  public static <T> T missing(String debianPackage, Throwable cause) {
    return fail(
        "install " + debianPackage + " (Debian: apt-get install " + debianPackage + ")", cause);
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add(e.toString()); // it was stopped while it wrote
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What it has printed so far. */
  public synchronized String output() {
    return String.join("\n", lines);
  }

  /** The first line with this in it; waits for it. */
  public synchronized String await(String part) throws InterruptedException {
    awaitUnlessEnded(part);
    return line(text -> text.contains(part))
        .orElseGet(() -> fail("it did not print '" + part + "':\n" + output()));
  }

  private synchronized boolean awaitUnlessEnded(String part) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (line(text -> text.contains(part)).isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private Optional<String> line(Predicate<String> matches) {
    return lines.stream().filter(matches).findFirst();
  }

  /** Asks it to end, and sees to it that it does. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      fail("the server did not end when it was asked to:\n" + output());
    }
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
  }
}

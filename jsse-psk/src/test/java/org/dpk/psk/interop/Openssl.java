package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running {@code openssl s_client} or {@code s_server}, stopped by its own id. */
final class Openssl implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 20;
  private static final String END = "(openssl ended)";

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Openssl(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of openssl");
    reader.start();
  }

  static Openssl run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      return new Openssl(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      return fail(
          "this test talks to openssl: install openssl (Debian: apt-get install openssl)", e);
    }
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
      add(END);
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** The first line of the output that matches; waits for it. */
  synchronized String await(String what, Predicate<String> matches) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      for (String line : lines) {
        if (matches.test(line)) {
          return line;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || lines.contains(END)) {
        return fail("openssl did not print " + what + ":\n" + String.join("\n", lines));
      }
      wait(left);
    }
  }

  /** The port that an {@code s_server} with port 0 chose. */
  int awaitPort() throws InterruptedException {
    String accept = await("ACCEPT", line -> line.startsWith("ACCEPT "));
    return Integer.parseInt(accept.substring(accept.lastIndexOf(':') + 1).trim());
  }

  void type(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      fail("openssl does not end:\n" + String.join("\n", lines));
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
  }
}

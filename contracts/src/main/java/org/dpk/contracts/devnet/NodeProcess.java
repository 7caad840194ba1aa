package org.dpk.contracts.devnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this JVM and ends with it. What it prints goes to a file, so that no
 * thread is needed to read it.
 */
final class NodeProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 10;
  private static final int SHOWN = 1500;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread atExit;

  private NodeProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly, name + "-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static NodeProcess start(
      String name, List<String> command, Path folder, Path log, Map<String, String> environment)
      throws NodeException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new NodeException(name + " did not start: " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * @throws NodeException if it has ended; the message shows what it printed
   */
  void requireAlive() throws NodeException {
    if (!process.isAlive()) {
      throw new NodeException(
          name + " ended with status " + process.exitValue() + ":\n" + output());
    }
  }

  /**
   * Waits until it ends.
   *
   * @return its status
   * @throws NodeException if it does not in time
   */
  int waitFor(Deadline deadline) throws NodeException {
    try {
      if (process.waitFor(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while " + name + " ran", e);
    }
    throw new NodeException(name + " did not end in time:\n" + output());
  }

  /** What it printed: the beginning and the end. */
  String output() {
    try {
      String all = Files.readString(log, StandardCharsets.ISO_8859_1);
      return all.length() <= 2 * SHOWN
          ? all
          : all.substring(0, SHOWN) + "\n[…]\n" + all.substring(all.length() - SHOWN);
    } catch (IOException e) {
      return "(its output can't be read: " + e.getMessage() + ")";
    }
  }

  /**
   * Kills it, with what it started: nothing of its state is wanted, and a node that is asked to
   * stop waits for others that have stopped already.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // then the hook runs by itself
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

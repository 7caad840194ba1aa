package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A command that runs until it is stopped, as by ctrl-c. */
final class BackgroundRun implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CommandRun run;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;

  private BackgroundRun(CommandRun run, String... args) {
    this.run = run;
    this.thread = new Thread(() -> exit.complete(run.run(args)), "background-run");
    thread.start();
  }

  static BackgroundRun start(CommandRun run, String... args) {
    return new BackgroundRun(run, args);
  }

  /** Waits until the command has printed this as its result. */
  BackgroundRun awaitOut(String text) {
    await(() -> run.out().contains(text) || exit.isDone());
    assertFalse(exit.isDone(), () -> "ended early: " + run.err());
    return this;
  }

  /** Waits for something that the command does. */
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nothing happened within " + PATIENCE_SECONDS + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  CommandRun run() {
    return run;
  }

  /** Stops it and gives its exit code. */
  int stop() {
    thread.interrupt();
    return exit.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }
}

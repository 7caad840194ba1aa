package org.dpk.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dpk.cli.internal.command.DpkCommand;
import org.dpk.cli.internal.output.LogLines;
import org.dpk.cli.internal.surroundings.ProcessSurroundings;

/** The {@code dpk} command. */
public final class Dpk {

  private static final int SECONDS_TO_CLEAN_UP = 20;

  private Dpk() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    LogLines.silence();
    CountDownLatch cleanedUp = interruptedBySignals(Thread.currentThread());
    int exit = DpkCommand.run(ProcessSurroundings.read(), args);
    cleanedUp.countDown();
    System.exit(exit);
  }

  /**
   * Lets ctrl-c and SIGTERM interrupt the command and wait until it has stopped what it started.
   *
   * @return to be counted down when that is done
   */
  private static CountDownLatch interruptedBySignals(Thread command) {
    LogLines.silence();
    CountDownLatch cleanedUp = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              if (cleanedUp.getCount() > 0) {
                command.interrupt();
                awaitQuietly(cleanedUp);
              }
            },
            "dpk-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return cleanedUp;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS)) {
        System.err.println("dpk: gave up waiting for the command to stop what it started");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

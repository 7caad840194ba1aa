package org.dpk.cli.internal.agree;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is run when the keys have changed, such as what makes a program read them. */
public final class FollowUp {

  private static final int DEADLINE_SECONDS = 30;

  private final @Nullable String command;

  /**
   * @param command for the shell; null for none
   */
  public FollowUp(@Nullable String command) {
    this.command = command;
  }

  /** Whether there is a command. */
  public boolean isThere() {
    return command != null;
  }

  /**
   * Runs it and waits.
   *
   * @throws IOException if it fails, or takes too long
   */
  public void run() throws IOException {
    if (command == null) {
      return;
    }
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("«" + command + "» took longer than " + DEADLINE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("«" + command + "» ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while «" + command + "» ran", e);
    } finally {
      process.destroy();
    }
  }
}

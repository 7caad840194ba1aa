package org.dpk.cli.internal.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command may take. */
final class TimeoutOptions {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  Duration timeout() {
    return timeout;
  }
}

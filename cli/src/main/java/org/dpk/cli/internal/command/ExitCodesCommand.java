package org.dpk.cli.internal.command;

import org.dpk.cli.internal.surroundings.Surroundings;
import picocli.CommandLine.Command;

/** Shows what the exit codes mean. */
@Command(
    name = "exit-codes",
    description = "Show what the exit codes mean.",
    footer = {"", "Example:", "  dpk lookup dns:example.org || echo ended with $?"})
final class ExitCodesCommand implements Runnable {

  private final Surroundings surroundings;

  ExitCodesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    surroundings.terminal().out().println(DpkCommand.exitCodes());
  }
}

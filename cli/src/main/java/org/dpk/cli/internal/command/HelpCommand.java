package org.dpk.cli.internal.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what {@code --help} shows. */
@Command(
    name = "help",
    description = "Show the help of a command.",
    footer = {"", "Example:", "  dpk help admin register"})
final class HelpCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command's name.")
  private List<String> names = List.of();

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine child = command.getSubcommands().get(name);
      if (child == null) {
        throw new ParameterException(command, "there is no command «" + name + "»");
      }
      command = child;
    }
    command.usage(command.getOut(), command.getColorScheme());
  }
}

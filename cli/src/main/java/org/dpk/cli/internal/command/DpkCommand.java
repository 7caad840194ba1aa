package org.dpk.cli.internal.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.LogLines;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.surroundings.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code dpk} itself: what all of its subcommands have in common. */
@Command(
    name = "dpk",
    description = "Mutually authenticated TLS without a certificate authority.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    footer = {
      "",
      "Start here:",
      "  dpk demo              everything once through, on a chain of its own",
      "  dpk help enrol        what a command does, with examples",
      "",
      "Every command says by its exit code how it ended: dpk exit-codes",
    },
    subcommands = {
      DemoCommand.class,
      DevnetCommand.class,
      PkmCommand.class,
      AdminCommand.class,
      EnrolCommand.class,
      LookupCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      DoctorCommand.class,
      ServeCommand.class,
      GetCommand.class,
      AgreeCommand.class,
      CompletionCommand.class,
      ExitCodesCommand.class,
      HelpCommand.class,
    })
public final class DpkCommand implements Runnable {

  /** The narrowest help that picocli lays out. */
  private static final int MIN_HELP_COLUMNS = 55;

  private static final int MAX_HELP_COLUMNS = 100;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs one command line to its end and gives its exit code. Blocks; an interrupt ends it. */
  public static int run(Surroundings surroundings, String... args) {
    return commandLine(surroundings).execute(args);
  }

  /** The parser of the whole command. */
  static CommandLine commandLine(Surroundings surroundings) {
    DpkCommand root = new DpkCommand();
    Errors errors = new Errors(surroundings.terminal(), () -> root.debug);
    CommandLine line = new CommandLine(root, new CommandFactory(surroundings));
    line.setOut(Writers.of(surroundings.terminal().out()));
    line.setErr(Writers.of(surroundings.terminal().err()));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            surroundings.terminal().outStyle() == Style.ANSI ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(
        Math.max(MIN_HELP_COLUMNS, Math.min(MAX_HELP_COLUMNS, surroundings.terminal().columns())));
    Converters.register(line);
    headings(line);
    line.setParameterExceptionHandler(errors::usage);
    line.setExecutionStrategy(
        parsed -> {
          if (root.debug) {
            LogLines.show(surroundings.terminal());
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setExecutionExceptionHandler(errors::failure);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  private static void headings(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    line.getSubcommands().values().forEach(DpkCommand::headings);
  }

  /** All exit codes, for the help. */
  static String exitCodes() {
    return Arrays.stream(ExitCode.values())
        .map(code -> "%5d  %s".formatted(code.number(), code.meaning()))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}

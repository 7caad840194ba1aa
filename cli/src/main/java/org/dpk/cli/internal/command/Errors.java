package org.dpk.cli.internal.command;

import java.util.function.BooleanSupplier;
import org.dpk.cli.internal.failure.Diagnoses;
import org.dpk.cli.internal.failure.Diagnosis;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person what went wrong: one line what, one line what to do. */
final class Errors {

  private final Terminal terminal;
  private final BooleanSupplier debug;

  Errors(Terminal terminal, BooleanSupplier debug) {
    this.terminal = terminal;
    this.debug = debug;
  }

  /** The command line is wrong. */
  int usage(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    print(new Diagnosis(ExitCode.USAGE, message(e), "see «" + command + " --help»"), command);
    UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    trace(e);
    return ExitCode.USAGE.number();
  }

  /** The command could not do it. */
  int failure(Exception e, CommandLine commandLine, ParseResult parsed) {
    Diagnosis diagnosis = Diagnoses.of(e);
    print(diagnosis, commandLine.getCommandSpec().qualifiedName());
    trace(e);
    return diagnosis.exit().number();
  }

  private static String message(ParameterException e) {
    String message = e.getMessage();
    return message == null ? "this command line is not understood" : message;
  }

  private void print(Diagnosis diagnosis, String command) {
    terminal.note(terminal.errStyle().bad(command + ": ") + diagnosis.what());
    terminal.note("  → " + diagnosis.advice());
  }

  private void trace(Exception e) {
    if (debug.getAsBoolean()) {
      e.printStackTrace(terminal.err());
    }
  }
}

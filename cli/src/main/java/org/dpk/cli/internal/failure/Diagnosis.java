package org.dpk.cli.internal.failure;

/**
 * What a user is told when a command fails.
 *
 * @param exit how the process ends
 * @param what what went wrong, one line
 * @param advice what to do about it, one line
 */
public record Diagnosis(ExitCode exit, String what, String advice) {

  /** Brings both texts onto one line each. */
  public Diagnosis {
    what = oneLine(what);
    advice = oneLine(advice);
  }

  /** The same, saying what it is about, unless it does already. */
  public Diagnosis about(String subject) {
    return what.contains(subject) ? this : new Diagnosis(exit, subject + ": " + what, advice);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}

package org.dpk.cli.internal.failure;

/** How a command ends, as a number that a script can rely on (the values of BSD's sysexits.h). */
public enum ExitCode {
  /** It worked. */
  OK(0, "it worked"),
  /** The question was answered, and the answer is no. */
  NO(1, "the answer is no: the identity is not active, the page is an error"),
  /** The command line is wrong. */
  USAGE(64, "the command line is wrong"),
  /** A file or an answer is not what it should be. */
  DATA(65, "a file is damaged, or is not what it should be"),
  /** A file that is to be read is not there. */
  NO_INPUT(66, "a file is missing or can't be read"),
  /** The chain, the PKM or the peer can't be reached. */
  UNAVAILABLE(69, "the chain, the PKM or the peer can't be reached: try again"),
  /** A fault of DPK itself. */
  INTERNAL(70, "a fault in dpk itself"),
  /** A file can't be written. */
  CANNOT_CREATE(73, "a file can't be written"),
  /** The other side does not speak DPK. */
  PROTOCOL(76, "the other side does not speak DPK, or breaks off"),
  /** Somebody said no: wrong password, unknown or revoked identity, token or key refused. */
  DENIED(77, "refused: password, key, token, unknown or revoked identity"),
  /** The settings and the world do not fit. */
  CONFIG(78, "wrong chain, no contract, or a clock that is off"),
  /** Ended from outside. */
  INTERRUPTED(130, "ended by ctrl-c");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the process ends with. */
  public int number() {
    return number;
  }

  /** A few words for the help. */
  public String meaning() {
    return meaning;
  }
}

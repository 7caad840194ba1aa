package org.dpk.cli.internal.failure;

import org.jspecify.annotations.Nullable;

/** A command can't go on, and the user is told why. */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Diagnosis diagnosis;

  /**
   * @param what what went wrong
   * @param advice what to do about it
   */
  public Failure(ExitCode exit, String what, String advice) {
    this(new Diagnosis(exit, what, advice), null);
  }

  /**
   * @param cause what {@code --debug} shows; may be null
   */
  public Failure(Diagnosis diagnosis, @Nullable Throwable cause) {
    super(diagnosis.what(), cause);
    this.diagnosis = diagnosis;
  }

  /** What the user is told. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}

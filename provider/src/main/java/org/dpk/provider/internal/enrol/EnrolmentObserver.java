package org.dpk.provider.internal.enrol;

/** Watches an enrolment, on the thread that does it, right after each step. */
@FunctionalInterface
public interface EnrolmentObserver {

  /** Watches nothing. */
  EnrolmentObserver NONE = (step, detail) -> {};

  /**
   * A step was taken. A command that goes on where another stopped may take steps again.
   *
   * @param step which
   * @param detail something to show with it, such as an address or a transaction; may be empty
   */
  void reached(EnrolmentStep step, String detail);
}

package org.dpk.pkm.internal.progress;

/**
 * Watches a PKM work: for a log, a console, or to know when something has happened.
 *
 * <p>Called on the thread that does the work, never within a transaction of the data base, right
 * after the step. It must not block: the work waits for it. Several threads may call it at once.
 */
@FunctionalInterface
public interface StepObserver {

  /** Watches nothing. */
  StepObserver NONE = (step, subject) -> {};

  /**
   * A step was taken.
   *
   * @param step which
   * @param subject what it was about: {@code "token"}, or the kind of the intent such as {@code
   *     "ADMIT"}, a blank, and the registration's id where there is one
   */
  void reached(Step step, String subject);
}

package org.dpk.pkm;

import java.util.Set;

/** Ends this process as {@code kill -9} would, the first time that a step is reached. */
final class Crash {

  /** The exit status of a process that was killed. */
  static final int STATUS = 137;

  /** What stands before the name of a step in the output. */
  static final String STEP = "STEP ";

  private Crash() {}

  /**
   * Says that a step was reached, and dies unless an earlier process died there.
   *
   * @param survived the steps at which a process died already
   */
  static void at(String step, Set<String> survived) {
    System.out.println(STEP + step);
    System.out.flush();
    if (!survived.contains(step)) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}

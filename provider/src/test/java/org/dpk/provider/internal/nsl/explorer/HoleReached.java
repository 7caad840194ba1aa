package org.dpk.provider.internal.nsl.explorer;

/**
 * A state machine wants to open a box, or to verify a signature, that the attacker has left open.
 * It says what would be accepted there; whether the attacker has it is another question.
 */
final class HoleReached extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Outcome.Wanted wanted;

  HoleReached(Outcome.Wanted wanted) {
    super("a place that is not filled yet", null, false, false);
    this.wanted = wanted;
  }

  Outcome.Wanted wanted() {
    return wanted;
  }
}

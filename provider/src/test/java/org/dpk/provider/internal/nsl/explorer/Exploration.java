package org.dpk.provider.internal.nsl.explorer;

import java.util.Optional;

/**
 * What an exploration saw.
 *
 * @param transitions messages that a session accepted, endings at responders included
 * @param depth of the longest path, in accepted messages
 * @param honestRuns states in which a responder has a key with a trusted initiator that has it too
 * @param attack a claim that does not hold, and how; empty if all hold in each state
 */
record Exploration(
    int scenarios,
    long states,
    long transitions,
    int depth,
    long honestRuns,
    Optional<Attack> attack) {

  /** A broken claim. */
  record Attack(Claim claim, String trace) {

    @Override
    public String toString() {
      return claim + " is broken:" + System.lineSeparator() + trace;
    }
  }

  static final Exploration NOTHING = new Exploration(0, 0, 0, 0, 0, Optional.empty());

  Exploration and(Exploration other) {
    return new Exploration(
        scenarios + other.scenarios,
        states + other.states,
        transitions + other.transitions,
        Math.max(depth, other.depth),
        honestRuns + other.honestRuns,
        attack.or(other::attack));
  }

  @Override
  public String toString() {
    return "%,d scenarios, %,d states, %,d transitions, depth %d, %,d with a completed honest run"
        .formatted(scenarios, states, transitions, depth, honestRuns);
  }
}

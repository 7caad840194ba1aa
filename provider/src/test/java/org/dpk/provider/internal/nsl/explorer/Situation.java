package org.dpk.provider.internal.nsl.explorer;

import java.util.List;

/** What a claim is judged by: a state, looked at. */
record Situation(Scenario scenario, State state, Position position) {

  /** All that have a key or, with an NS34 that the attacker can send now, could have one. */
  List<Completion> completions() {
    return state.isLeaked() ? List.of() : position.completions();
  }

  /** Those with a peer of which what is believed has to be true. */
  List<Completion> trusting() {
    return completions().stream().filter(done -> scenario.isTrusted(done.peer())).toList();
  }

  boolean attackerKnows(Completion done) {
    return position.knowledge().derives(done.key());
  }
}

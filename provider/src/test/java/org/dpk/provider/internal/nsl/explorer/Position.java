package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dpk.provider.internal.nsl.explorer.Session.Role;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/** A state, looked at: what the attacker knows there, who has a key, and what can happen next. */
final class Position {

  /** An NS34 that a responder would accept, and what it would believe then. */
  record Ending(Term message, Completion completion) {}

  private final World world;
  private final List<Session> sessions;
  private final State state;
  private final Knowledge knowledge;
  private final List<Completion> agreed = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();
  private final List<State> following = new ArrayList<>();
  private final Map<List<Term>, Knowledge> insights = new HashMap<>();
  private final boolean reduced;

  Position(World world, Scenario scenario, State state, Knowledge before, boolean reduced) {
    this.world = world;
    this.sessions = scenario.sessions();
    this.state = state;
    this.reduced = reduced;
    this.knowledge = before.and(said());
    lookAround();
  }

  Knowledge knowledge() {
    return knowledge;
  }

  List<Ending> endings() {
    return endings;
  }

  /** Initiators that have a key. */
  List<Completion> agreed() {
    return agreed;
  }

  /** All that have a key, or, with NS34, could have one. */
  List<Completion> completions() {
    List<Completion> all = new ArrayList<>(agreed);
    endings.forEach(ending -> all.add(ending.completion()));
    return all;
  }

  /** The states that are one message away. */
  List<State> following() {
    return following;
  }

  private void lookAround() {
    Set<Role> simulated = reduced ? simulated() : Set.of();
    for (int i = 0; i < sessions.size(); i++) {
      if (outcome(i) instanceof Outcome.Agreed done) {
        agreed.add(done.completion());
      } else {
        tryMessages(i, simulated.contains(sessions.get(i).role()));
      }
    }
  }

  private void tryMessages(int index, boolean alreadySimulated) {
    Session session = sessions.get(index);
    List<Term> history = state.history(index);
    for (Term message : world.attacker().messagesFor(session, history, knowledge)) {
      Outcome next = session.after(message(history, message));
      if (next instanceof Outcome.Agreed done && !session.isInitiator()) {
        endings.add(new Ending(message, done.completion()));
      } else if (!isReplay(index, next) && !(alreadySimulated && isSimulated(next))) {
        following.add(state.after(index, message));
      }
    }
  }

  // the replay cache is the one thing that responder sessions share
  private boolean isReplay(int moved, Outcome next) {
    if (!(next instanceof Outcome.Waiting now) || world.removed().contains(Removal.REPLAY_CACHE)) {
      return false;
    }
    for (int i = 0; i < sessions.size(); i++) {
      boolean shares = i != moved && sessions.get(i).owner() == sessions.get(moved).owner();
      if (shares
          && !state.isWaiting(i)
          && outcome(i) instanceof Outcome.Waiting other
          && other.replayHash() == now.replayHash()) {
        return true;
      }
    }
    return false;
  }

  private Set<Role> simulated() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (int i = 0; i < sessions.size(); i++) {
      if (!state.isWaiting(i) && isSimulated(outcome(i))) {
        roles.add(sessions.get(i).role());
      }
    }
    return roles;
  }

  // whether the attacker could have said it all, had it drawn the random values
  private boolean isSimulated(Outcome outcome) {
    Knowledge insight = insights.computeIfAbsent(outcome.drawn(), knowledge::and);
    return outcome.heard().stream().allMatch(insight::derives);
  }

  /** What the responders would make of an initiator's NS34. */
  List<Completion> answersTo(Completion initiator) {
    Term ns34 = ns34(initiator.session());
    List<Completion> found = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      if (!session.isInitiator()
          && !state.isWaiting(i)
          && session.after(message(state.history(i), ns34)) instanceof Outcome.Agreed done) {
        found.add(done.completion());
      }
    }
    return found;
  }

  private Term ns34(Session initiator) {
    Outcome.Agreed done = (Outcome.Agreed) outcome(sessions.indexOf(initiator));
    List<Term> boxes =
        done.said().get(1).parts().stream().filter(part -> part.is(Operation.BOX)).toList();
    return world.composer().ns34(boxes.get(0), boxes.get(1));
  }

  private List<Term> said() {
    List<Term> said = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      said.addAll(outcome(i).heard());
    }
    return said;
  }

  private Outcome outcome(int index) {
    return sessions.get(index).after(state.history(index));
  }

  private static List<Term> message(List<Term> history, Term last) {
    return history.isEmpty() ? List.of(last) : List.of(history.get(0), last);
  }
}

package org.dpk.provider.internal.nsl.explorer;

import java.util.List;
import org.dpk.provider.internal.nsl.explorer.Position.Ending;

/** How one comes to a state, message by message: all of them pass the attacker I. */
final class Trace {

  private final List<Session> sessions;
  private final StringBuilder lines = new StringBuilder();

  private Trace(List<Session> sessions) {
    this.sessions = sessions;
  }

  static String of(Scenario scenario, State state, List<Ending> endings) {
    Trace trace = new Trace(scenario.sessions());
    trace.begin(scenario);
    trace.follow(state);
    endings.forEach(ending -> trace.hears(ending.completion().session(), ending.message()));
    return trace.lines.toString();
  }

  private void begin(Scenario scenario) {
    scenario.corrupted().forEach(victim -> line("%s's private keys leak", victim));
    for (Session session : sessions) {
      if (session.isInitiator()) {
        line(
            "%s -> I: %s, of %s for %s",
            session, session.after(List.of()).said().get(0), session.owner(), session.wanted());
      }
    }
  }

  private void follow(State state) {
    for (int moved : state.path()) {
      if (moved == State.LEAK) {
        line("all private keys leak");
        continue;
      }
      Session session = sessions.get(moved);
      hears(session, state.history(moved).get(0));
      List<Term> said = session.after(state.history(moved)).said();
      line("%s -> I: %s", session, said.get(said.size() - 1));
    }
  }

  private void hears(Session session, Term message) {
    line("I -> %s: %s", session, message);
  }

  private void line(String format, Object... arguments) {
    lines.append("  ").append(format.formatted(arguments)).append(System.lineSeparator());
  }
}

package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point of an exploration, and how one comes there: for each session the message that it was
 * sent; and whether all private keys have leaked, with the sessions that were at their end by then.
 *
 * <p>What a responder does with NS34 makes no new state: it changes nothing for the others, and
 * stays possible. It is looked at in each state in which it could happen.
 */
final class State {

  /** The move that is none of a session. */
  static final int LEAK = -1;

  private final Term[] sent;
  private final List<Completion> ended;
  private final boolean leaked;
  private final @Nullable State before;
  private final int moved;

  private State(
      Term[] sent, List<Completion> ended, boolean leaked, @Nullable State before, int moved) {
    this.sent = sent;
    this.ended = ended;
    this.leaked = leaked;
    this.before = before;
    this.moved = moved;
  }

  static State first(int sessions) {
    return new State(new Term[sessions], List.of(), false, null, LEAK);
  }

  State after(int session, Term message) {
    Term[] more = sent.clone();
    more[session] = message;
    return new State(more, ended, leaked, this, session);
  }

  /** All private keys leak. */
  State leak(List<Completion> endedBefore) {
    return new State(sent, List.copyOf(endedBefore), true, this, LEAK);
  }

  boolean isLeaked() {
    return leaked;
  }

  /** The sessions that had a key with a trusted peer when all private keys leaked. */
  List<Completion> ended() {
    return ended;
  }

  boolean isWaiting(int session) {
    return sent[session] == null;
  }

  /** What a session was sent; empty or one message. */
  List<Term> history(int session) {
    return sent[session] == null ? List.of() : List.of(sent[session]);
  }

  /** What was sent, by session, with null for nothing; then the keys of those that had ended. */
  List<Term> content() {
    List<Term> content = new ArrayList<>(Arrays.asList(sent));
    if (leaked) {
      ended.stream().map(Completion::key).forEach(content::add);
    }
    return content;
  }

  /** The moves on the way here: numbers of sessions, or {@link #LEAK}. */
  List<Integer> path() {
    List<Integer> path = before == null ? new ArrayList<>() : before.path();
    if (before != null) {
      path.add(moved);
    }
    return path;
  }
}

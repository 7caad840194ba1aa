package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.List;

/** How far a session has come with what it was sent. */
sealed interface Outcome {

  /** What the session has said by then; empty if it said no. */
  default List<Term> said() {
    return List.of();
  }

  /** All of it that the attacker hears. */
  default List<Term> heard() {
    return said();
  }

  /** The random values of the session so far. */
  default List<Term> drawn() {
    return List.of();
  }

  /** The session says no: with an alert, and it is over. */
  record Refused() implements Outcome {}

  /**
   * The session waits for more.
   *
   * @param replayHash what a responder recognises the same NS1 by
   */
  record Waiting(List<Term> said, List<Term> drawn, Term replayHash) implements Outcome {}

  /** The session has a key. */
  record Agreed(List<Term> said, List<Term> drawn, Completion completion) implements Outcome {

    // pskid_0 goes over the wire in clear
    @Override
    public List<Term> heard() {
      List<Term> heard = new ArrayList<>(said);
      heard.add(completion.keyName());
      return heard;
    }
  }

  /** The session came to a place that is not filled yet: what would be accepted there. */
  sealed interface Wanted extends Outcome {}

  /** A box that was sealed with these. */
  record WantedBox(Term key, Term iv, Term associatedData) implements Wanted {

    boolean opens(Term sent) {
      return sent.is(Term.Operation.BOX)
          && sent.part(0) == key
          && sent.part(1) == iv
          && sent.part(2) == associatedData;
    }
  }

  /** This signature. */
  record WantedSignature(Term signature) implements Wanted {}
}

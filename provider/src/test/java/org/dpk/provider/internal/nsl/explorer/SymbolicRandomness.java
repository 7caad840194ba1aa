package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.internal.nsl.Randomness;

/** What one session draws: each time another term, and in each repetition the same. */
final class SymbolicRandomness implements Randomness {

  private static final int HS_ID_LENGTH = 8;

  private final Terms terms;
  private final Session session;
  private final List<Term> drawn = new ArrayList<>();
  private int nonces;

  SymbolicRandomness(Terms terms, Session session) {
    this.terms = terms;
    this.session = session;
  }

  @Override
  public byte[] next(int length) {
    return terms.bytes(
        draw(length == HS_ID_LENGTH ? "hs" : session.nonceNames()[nonces++], length));
  }

  /** The private key of a run. */
  Term privateKey(int length) {
    return draw("e", length);
  }

  /** What an encapsulation is made of. */
  Term seed(boolean ephemeral, int length) {
    return draw(ephemeral ? "se" : session.isInitiator() ? "sb" : "sa", length);
  }

  List<Term> drawn() {
    return drawn;
  }

  private Term draw(String purpose, int length) {
    Term fresh = session.draws(purpose, length);
    drawn.add(fresh);
    return fresh;
  }
}

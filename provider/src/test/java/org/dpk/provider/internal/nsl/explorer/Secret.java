package org.dpk.provider.internal.nsl.explorer;

import java.util.Optional;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/** The secrets that the key schedule extracts from, in its order (protocol.md "Key schedule"). */
enum Secret {
  SS_B,
  SS_A,
  SS_E,
  KS;

  /** Which secret comes in where the salt is this one. */
  static Secret after(Term salt) {
    if (!salt.is(Operation.EXPAND)) {
      return SS_B;
    }
    Secret last = made(salt.part(0));
    return last == KS ? KS : values()[last.ordinal() + 1];
  }

  /** The last secret that went into es1, es2, es3 or ms_0; {@code KS} for every other term. */
  static Secret made(Term extracted) {
    if (!extracted.is(Operation.EXTRACT)) {
      return KS;
    }
    return after(extracted.part(0));
  }

  /** es3 of ms_0, es2 of es3, and es1 of es2. */
  static Term before(Term extracted) {
    return extracted.part(0).part(0);
  }

  /** This secret in a key that TLS is given; empty if it did not go into it. */
  Optional<Term> of(Term key) {
    // the key, epsk_0, ms_0
    Term extracted = key.part(0).part(0);
    for (Secret last = KS; last != this; last = values()[last.ordinal() - 1]) {
      if (!extracted.is(Operation.EXTRACT)) {
        return Optional.empty();
      }
      extracted = before(extracted);
    }
    return Optional.of(extracted)
        .filter(secret -> secret.is(Operation.EXTRACT))
        .map(secret -> secret.part(1));
  }
}

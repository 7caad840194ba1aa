package org.dpk.provider.internal.nsl.explorer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * What the protocol promises. Most of it is promised to those whose peer is honest and not
 * corrupted.
 */
enum Claim {
  /** Two sessions with the same key are the two ends of one run, and say so of each other. */
  NO_UNKNOWN_KEY_SHARE {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.trusting().stream()
          .flatMap(one -> sharing(one, situation.completions()))
          .findFirst();
    }
  },
  /** The attacker does not know the key. */
  SECRECY {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.trusting().stream()
          .filter(situation::attackerKnows)
          .findFirst()
          .map(done -> new Breach("the attacker knows the key", done));
    }
  },
  /** B has a key with A: A has the same with B, in one session. */
  AGREEMENT_AT_RESPONDER {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.trusting().stream()
          .filter(done -> !done.session().isInitiator())
          .filter(done -> partners(done, situation.completions()) != 1)
          .findFirst()
          .map(done -> new Breach("not one session of " + done.peer() + " has the key", done));
    }
  },
  /** A has a key with B: B comes to the same with A as soon as NS34 reaches it, in one session. */
  AGREEMENT_AT_INITIATOR {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.trusting().stream()
          .filter(done -> done.session().isInitiator())
          .filter(done -> partners(done, situation.position().answersTo(done)) != 1)
          .findFirst()
          .map(done -> new Breach("not one session of " + done.peer() + " comes to it", done));
    }
  },
  /** Keys that were there before all private keys leaked stay secret, whatever follows. */
  FORWARD_SECRECY {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.state().ended().stream()
          .filter(situation::attackerKnows)
          .findFirst()
          .map(done -> new Breach("now the attacker knows the key", done));
    }
  },
  /** Not even the attacker's own runs with two sessions end with the same key. */
  ONE_RUN_ONE_KEY {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.completions().stream()
          .flatMap(one -> sharing(one, situation.completions()))
          .findFirst();
    }
  },
  /**
   * In each key there is, always at the same place, a value that the initiator drew, and another
   * that the responder drew: neither two initiators nor two responders ever have the same key. The
   * reduction rests on it.
   */
  BOTH_ENDS_CONTRIBUTE {
    @Override
    Optional<Breach> broken(Situation situation) {
      return situation.completions().stream()
          .filter(done -> !contributes(done))
          .findFirst()
          .map(done -> new Breach("it drew nothing of the key", done));
    }
  };

  /** How the claim is broken; empty if it holds. */
  abstract Optional<Breach> broken(Situation situation);

  private static long partners(Completion done, List<Completion> others) {
    return others.stream()
        .filter(other -> other.key() == done.key() && other.mirrors(done))
        .count();
  }

  private static Stream<Breach> sharing(Completion one, List<Completion> completions) {
    return completions.stream()
        .filter(other -> other.session() != one.session())
        .filter(other -> other.key() == one.key() && !other.mirrors(one))
        .map(other -> new Breach("both have the same key", one, other));
  }

  // the seed of ss_b or of ss_e
  private static boolean contributes(Completion done) {
    Secret own = done.session().isInitiator() ? Secret.SS_B : Secret.SS_E;
    return own.of(done.key())
        .filter(secret -> secret.is(Operation.SHARED_SECRET))
        .map(secret -> secret.part(1).owner().equals(done.session().name()))
        .orElse(false);
  }
}

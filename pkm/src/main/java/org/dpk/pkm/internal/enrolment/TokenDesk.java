package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.registration.RegistrationStore;
import org.dpk.pkm.internal.store.Database;
import org.dpk.pkm.internal.token.PkmKeys;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.agreement.EnrolmentDesk;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.jdbi.v3.core.Handle;

/**
 * Who may enrol: judges a token and the record that comes with it, and binds one to the other once
 * the device has proven that it holds the record's keys (protocol.md "Enrolment").
 */
public final class TokenDesk implements EnrolmentDesk {

  private final Database database;
  private final RegistrationStore registrations;
  private final CandidateStore candidates;
  private final PkmKeys keys;
  private final RecordPolicy policy;
  private final StepObserver observer;
  private final Clock clock;

  /**
   * @param keys of the PKM that issued the tokens
   * @param policy which records are admitted
   */
  public TokenDesk(
      Database database, PkmKeys keys, RecordPolicy policy, StepObserver observer, Clock clock) {
    this.database = database;
    this.registrations = new RegistrationStore(clock);
    this.candidates = new CandidateStore(clock);
    this.keys = keys;
    this.policy = policy;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void check(IdentityRecord candidate, byte[] candidateBytes, byte[] token) throws Refused {
    Registration registration = registration(token);
    if (!registration.identity().equals(candidate.identity())) {
      throw refused(TokenRejection.OTHER_IDENTITY);
    }
    boolean bound =
        database.read(handle -> requireUsable(handle, registration, candidateBytes)).orThrow();
    try {
      policy.check(candidate, candidateBytes, registration.recordNotAfter(), bound);
    } catch (RegistryException e) {
      throw new Refused(
          TokenRejection.TRY_LATER.code(), "the chain can't be asked: " + e.getMessage());
    }
  }

  @Override
  public void proven(IdentityRecord candidate, byte[] candidateBytes, byte[] token, int suite)
      throws Refused {
    Registration registration = registration(token);
    boolean known =
        database
            .inTransaction(handle -> bind(handle, registration.id(), candidateBytes, suite))
            .orThrow();
    if (!known) {
      observer.reached(Step.BOUND, "token " + registration.id());
    }
  }

  private Registration registration(byte[] token) throws Refused {
    EnrolmentToken read;
    try {
      read = EnrolmentToken.decode(token);
    } catch (IllegalArgumentException e) {
      throw refused(TokenRejection.UNKNOWN);
    }
    if (!keys.isSigned(read)) {
      throw refused(TokenRejection.UNKNOWN);
    }
    byte[] hash = read.hash();
    return database
        .read(handle -> registrations.findByToken(handle, hash))
        .orElseThrow(() -> refused(TokenRejection.UNKNOWN));
  }

  private Verdict bind(Handle handle, String id, byte[] candidate, int suite) {
    Registration registration = registrations.find(handle, id).orElseThrow();
    Verdict verdict = requireUsable(handle, registration, candidate);
    if (verdict.accepts(false)) {
      registrations.move(handle, id, State.ISSUED, State.BOUND);
      candidates.bind(handle, id, candidate);
    }
    if (verdict.rejection().isEmpty()) {
      candidates.proven(handle, id, suite);
    }
    return verdict;
  }

  // a device that comes again with the same record is answered the same, whatever the date
  private Verdict requireUsable(Handle handle, Registration registration, byte[] candidate) {
    return switch (registration.state()) {
      case REVOKED -> Verdict.rejected(TokenRejection.REVOKED);
      case EXPIRED -> Verdict.rejected(TokenRejection.EXPIRED);
      case ISSUED ->
          registration.isExpired(clock.instant())
              ? Verdict.rejected(TokenRejection.EXPIRED)
              : Verdict.accepted(false);
      case BOUND, SPENT, ADMITTED, FAILED ->
          isBoundTo(handle, registration, candidate)
              ? Verdict.accepted(true)
              : Verdict.rejected(TokenRejection.USED);
    };
  }

  private boolean isBoundTo(Handle handle, Registration registration, byte[] candidate) {
    return candidates
        .find(handle, registration.id())
        .filter(bound -> Arrays.equals(bound.bytes(), candidate))
        .isPresent();
  }

  private static Refused refused(TokenRejection reason) {
    return new Refused(reason.code(), reason.advice());
  }

  /**
   * What is thought of a token.
   *
   * @param rejection why it is not taken; empty if it is
   * @param bound whether it was bound to the record before
   */
  private record Verdict(Optional<TokenRejection> rejection, boolean bound) {

    static Verdict accepted(boolean bound) {
      return new Verdict(Optional.empty(), bound);
    }

    static Verdict rejected(TokenRejection rejection) {
      return new Verdict(Optional.of(rejection), false);
    }

    boolean accepts(boolean ifBound) {
      return rejection.isEmpty() && bound == ifBound;
    }

    boolean orThrow() throws Refused {
      if (rejection.isPresent()) {
        throw refused(rejection.get());
      }
      return bound;
    }
  }
}

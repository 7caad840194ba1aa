package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.registration.RegistrationStore;
import org.jdbi.v3.core.Handle;

/** What becomes of a registration when its admission ends, one way or the other. */
final class AdmissionOutcome {

  private final RegistrationStore registrations;
  private final CandidateStore candidates;
  private final AdmissionStore admissions;

  AdmissionOutcome(Clock clock) {
    this.registrations = new RegistrationStore(clock);
    this.candidates = new CandidateStore(clock);
    this.admissions = new AdmissionStore(clock);
  }

  /** The record that an intent is about. */
  Candidate candidate(Handle handle, OutboxRow row) {
    return candidates.find(handle, row.registration().orElseThrow()).orElseThrow();
  }

  /** The name of the registration's token on chain, 32 bytes. */
  byte[] tokenHash(Handle handle, OutboxRow row) {
    return registrations.tokenHash(handle, row.registration().orElseThrow());
  }

  /** The record is on chain. */
  void admitted(Handle handle, OutboxRow row, long block) {
    Registration registration =
        registrations.find(handle, row.registration().orElseThrow()).orElseThrow();
    if (registrations.move(handle, registration.id(), State.SPENT, State.ADMITTED)) {
      admissions.add(handle, registration, candidate(handle, row), block);
    }
  }

  /** The record will never be on chain. */
  void failed(Handle handle, OutboxRow row, State from) {
    registrations.move(handle, row.registration().orElseThrow(), from, State.FAILED);
  }

  /** The record is on chain no more. */
  void revoked(Handle handle, OutboxRow row) {
    String id = row.registration().orElseThrow();
    registrations.move(handle, id, State.ADMITTED, State.REVOKED);
  }
}

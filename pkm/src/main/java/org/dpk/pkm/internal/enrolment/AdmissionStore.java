package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.provider.internal.record.RecordCodec;
import org.jdbi.v3.core.Handle;

/** The table of admissions: who, when, by whom, how checked. Rows are only ever added. */
final class AdmissionStore {

  private final Clock clock;

  AdmissionStore(Clock clock) {
    this.clock = clock;
  }

  void add(Handle handle, Registration registration, Candidate candidate, long block) {
    handle
        .createUpdate(
            "INSERT INTO admission (registration_id, identity, record_hash, assurance, mode, fees,"
                + " registered_by, registered_at, admitted_at, block) VALUES (:id, :identity,"
                + " :hash, :assurance, :mode, :fees, :by, :registeredAt, :now, :block)")
        .bind("id", registration.id())
        .bind("identity", registration.identity().toString())
        .bind("hash", RecordCodec.recHash(candidate.bytes()))
        .bind("assurance", registration.assurance().name())
        .bind("mode", registration.mode().name())
        .bind("fees", registration.fees().name())
        .bind("by", registration.registeredBy())
        .bind("registeredAt", registration.registeredAt().getEpochSecond())
        .bind("now", clock.instant().getEpochSecond())
        .bind("block", block)
        .execute();
  }
}

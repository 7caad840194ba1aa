package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.record.RecordCodec;
import org.jdbi.v3.core.Handle;

/** Sponsored: the PKM signs a voucher for the record and relays it. */
final class Admit implements Meaning {

  // the contract takes at most an hour; the rest is for clocks that differ
  private static final Duration VOUCHER_LIFETIME = Duration.ofMinutes(50);

  private final Database database;
  private final Chain chain;
  private final AdmissionOutcome outcome;
  private final Clock clock;

  Admit(Database database, Chain chain, Clock clock) {
    this.database = database;
    this.chain = chain;
    this.outcome = new AdmissionOutcome(clock);
    this.clock = clock;
  }

  @Override
  public Plan plan(OutboxRow row) throws RegistryException {
    Candidate candidate = database.read(handle -> outcome.candidate(handle, row));
    RegistryEntry entry = chain.reader().entry(candidate.record().identity());
    if (Chain.isActive(entry, candidate.digest())) {
      return new Plan.Done(entry.slot().changed());
    }
    return voucher(candidate, entry, clock.instant().plus(VOUCHER_LIFETIME).getEpochSecond());
  }

  private Plan voucher(Candidate candidate, RegistryEntry entry, long deadline)
      throws RegistryException {
    byte[] hash =
        chain
            .eip712()
            .voucher(
                RecordCodec.idHash(candidate.record().identity()),
                Chain.previous(entry),
                candidate.digest(),
                deadline);
    return new Plan.Send(
        chain
            .writer()
            .addClientWithVoucher(
                entry.head(),
                entry.bodyHash(),
                candidate.bytes(),
                deadline,
                chain.wallet().sign(hash)),
        OptionalLong.of(deadline));
  }

  @Override
  public void done(Handle handle, OutboxRow row, long block) {
    outcome.admitted(handle, row, block);
  }

  @Override
  public void refused(Handle handle, OutboxRow row) {
    outcome.failed(handle, row, State.SPENT);
  }
}

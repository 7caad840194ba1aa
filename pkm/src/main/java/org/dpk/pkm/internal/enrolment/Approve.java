package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.jdbi.v3.core.Handle;

/** Funded: the device has asked the contract for admission, and gets it. */
final class Approve implements Meaning {

  private final Database database;
  private final Chain chain;
  private final AdmissionOutcome outcome;

  Approve(Database database, Chain chain, Clock clock) {
    this.database = database;
    this.chain = chain;
    this.outcome = new AdmissionOutcome(clock);
  }

  @Override
  public Plan plan(OutboxRow row) throws RegistryException {
    Candidate candidate = database.read(handle -> outcome.candidate(handle, row));
    byte[] tokenHash = database.read(handle -> outcome.tokenHash(handle, row));
    RegistryEntry entry = chain.reader().entry(candidate.record().identity());
    if (Chain.isActive(entry, candidate.digest())) {
      return new Plan.Done(entry.slot().changed());
    }
    return new Plan.Send(
        chain
            .writer()
            .approveClient(
                tokenHash,
                candidate.record().owner(),
                entry.head(),
                entry.bodyHash(),
                candidate.bytes()),
        OptionalLong.empty());
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

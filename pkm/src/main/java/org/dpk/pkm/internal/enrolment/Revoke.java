package org.dpk.pkm.internal.enrolment;

import java.time.Clock;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.Slot;
import org.jdbi.v3.core.Handle;

/** The PKM revokes a record that it admitted, whichever version of it is active by now. */
final class Revoke implements Meaning {

  private final Database database;
  private final Chain chain;
  private final AdmissionOutcome outcome;

  Revoke(Database database, Chain chain, Clock clock) {
    this.database = database;
    this.chain = chain;
    this.outcome = new AdmissionOutcome(clock);
  }

  @Override
  public Plan plan(OutboxRow row) throws RegistryException {
    DpkIdentity identity =
        database.read(handle -> outcome.candidate(handle, row)).record().identity();
    RegistryEntry entry = chain.reader().entry(identity);
    if (entry.slot().status() != Slot.Status.ACTIVE) {
      return new Plan.Done(entry.slot().changed());
    }
    // no signature: the sender is the registrar itself
    return new Plan.Send(
        chain.writer().revokeClient(entry.head(), entry.bodyHash(), 0, new byte[0]),
        OptionalLong.empty());
  }

  @Override
  public void done(Handle handle, OutboxRow row, long block) {
    outcome.revoked(handle, row);
  }

  @Override
  public void refused(Handle handle, OutboxRow row) {
    // the record stays active, and the registration says so; the row says why
  }
}

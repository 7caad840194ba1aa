package org.dpk.pkm.internal.enrolment;

import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jdbi.v3.core.Handle;

/** The PKM's own record goes on chain. */
final class StorePkmKey implements Meaning {

  private final Chain chain;
  private final OwnRecord record;

  StorePkmKey(Chain chain, OwnRecord record) {
    this.chain = chain;
    this.record = record;
  }

  @Override
  public Plan plan(OutboxRow row) throws RegistryException {
    RegistryEntry entry = chain.reader().entry(record.record().identity());
    if (Chain.isActive(entry, digest())) {
      return new Plan.Done(entry.slot().changed());
    }
    return new Plan.Send(chain.writer().storePkmKey(record.bytes()), OptionalLong.empty());
  }

  private byte[] digest() {
    try {
      return RecordCodec.digest(record.bytes());
    } catch (RecordFormatException e) {
      throw new IllegalStateException("an identity file holds records that parse", e);
    }
  }

  @Override
  public void done(Handle handle, OutboxRow row, long block) {
    // whoever started the PKM waits for it
  }

  @Override
  public void refused(Handle handle, OutboxRow row) {
    // as above
  }
}

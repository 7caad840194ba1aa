package org.dpk.pkm.internal.enrolment;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxStore;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jdbi.v3.core.Handle;

/** Sees to it that the PKM's own record is on chain before devices come. */
public final class OwnRecordOnChain {

  private static final Duration POLL = Duration.ofMillis(50);

  private final Database database;
  private final OutboxStore outbox;
  private final Chain chain;
  private final Runnable ordered;

  /**
   * @param ordered is run when there is something new in the outbox
   */
  public OwnRecordOnChain(Database database, Chain chain, Runnable ordered, Clock clock) {
    this.database = database;
    this.outbox = new OutboxStore(clock);
    this.chain = chain;
    this.ordered = ordered;
  }

  /**
   * Stores the record if it is not there, and waits for it.
   *
   * @param file where it is noted that the record is in force
   * @throws IOException if the registry refuses it, or it takes too long
   */
  public void ensure(IdentityFile file, OwnRecord record, Duration patience) throws IOException {
    if (!Chain.isActive(entry(record), digest(record))) {
      String subject = database.inTransaction(handle -> order(handle, record));
      ordered.run();
      await(subject, patience);
    }
    if (file.document().document().candidate().isPresent()) {
      RegistryEntry seen = entry(record);
      file.edit(edit -> edit.admitted(seen.block()));
    }
  }

  // an earlier attempt may have been refused, for a reason that has passed
  private String order(Handle handle, OwnRecord record) {
    String hash = HexFormat.of().formatHex(record.recordHash());
    for (int attempt = 1; ; attempt++) {
      String subject = hash + " " + attempt;
      Optional<OutboxRow> earlier = outbox.find(handle, Kind.STORE_PKM_KEY, subject);
      if (earlier.isEmpty() || !earlier.get().state().isFinal()) {
        outbox.order(handle, Kind.STORE_PKM_KEY, subject, null);
        return subject;
      }
    }
  }

  private void await(String subject, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    OutboxRow row = row(subject);
    while (!row.state().isFinal()) {
      if (System.nanoTime() - end >= 0) {
        throw new IOException(
            "the PKM's own record is not on chain yet"
                + (row.detail().isEmpty() ? "" : " (" + row.detail() + ")")
                + ": see to that, then start again to go on");
      }
      pause();
      row = row(subject);
    }
    if (row.state() != OutboxRow.State.MINED) {
      throw new IOException("the registry refuses the PKM's own record: " + row.detail());
    }
  }

  private OutboxRow row(String subject) {
    return database.read(handle -> outbox.find(handle, Kind.STORE_PKM_KEY, subject)).orElseThrow();
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the start was interrupted");
    }
  }

  private RegistryEntry entry(OwnRecord record) throws IOException {
    return chain.reader().entry(record.record().identity());
  }

  private static byte[] digest(OwnRecord record) {
    try {
      return RecordCodec.digest(record.bytes());
    } catch (RecordFormatException e) {
      throw new IllegalStateException("an identity file holds records that parse", e);
    }
  }
}

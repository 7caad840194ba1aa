package org.dpk.pkm.internal.outbox;

import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import org.dpk.provider.internal.ethereum.TransactionHash;
import org.jdbi.v3.core.Handle;

/** What was spent, and for which registration. Every method runs in the caller's transaction. */
public final class Ledger {

  /** What Ether was spent on. */
  public enum Kind {
    /** On the transaction itself. */
    GAS,
    /** It went to a device's wallet. */
    FUNDING
  }

  private final Clock clock;

  /**
   * @param clock dates every entry
   */
  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /** Notes what a transaction cost; a second entry of one transaction and kind changes nothing. */
  public void add(
      Handle handle, OutboxRow row, TransactionHash transaction, Kind kind, BigInteger wei) {
    handle
        .createUpdate(
            "INSERT INTO ledger (registration_id, transaction_hash, kind, wei, at)"
                + " VALUES (:registration, :transaction, :kind, :wei, :now)"
                + " ON CONFLICT (transaction_hash, kind) DO NOTHING")
        .bind("registration", row.registration().orElse(null))
        .bind("transaction", transaction.bytes())
        .bind("kind", kind.name())
        .bind("wei", wei.toString())
        .bind("now", clock.instant().getEpochSecond())
        .execute();
  }

  /** What was spent for a registration, in wei. */
  public BigInteger spent(Handle handle, String registration, Kind kind) {
    List<String> entries =
        handle
            .createQuery(
                "SELECT wei FROM ledger WHERE registration_id = :registration AND kind = :kind")
            .bind("registration", registration)
            .bind("kind", kind.name())
            .mapTo(String.class)
            .list();
    return entries.stream().map(BigInteger::new).reduce(BigInteger.ZERO, BigInteger::add);
  }
}

package org.dpk.pkm.internal.outbox;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxRow.State;
import org.dpk.provider.internal.ethereum.PreparedTransaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables of the outbox. Every method runs in the caller's transaction. */
public final class OutboxStore {

  private static final String COLUMNS =
      "id, kind, registration_id, state, attempts, detail, coalesce(block, 0) AS block";
  private static final int MAX_DETAIL = 500;

  private final Clock clock;

  /**
   * @param clock dates every change
   */
  public OutboxStore(Clock clock) {
    this.clock = clock;
  }

  /**
   * Orders something, once: the second time nothing happens.
   *
   * @param kind what
   * @param subject what makes it the same intent: the registration, or a record's hash
   * @param registration for which registration; null for the PKM's own key
   * @return whether it was new
   */
  public boolean order(Handle handle, Kind kind, String subject, @Nullable String registration) {
    return handle
            .createUpdate(
                "INSERT INTO outbox (intent, kind, registration_id, state, created_at, changed_at)"
                    + " VALUES (:intent, :kind, :registration, 'INTENT', :now, :now)"
                    + " ON CONFLICT (intent) DO NOTHING")
            .bind("intent", kind + " " + subject)
            .bind("kind", kind.name())
            .bind("registration", registration)
            .bind("now", now())
            .execute()
        == 1;
  }

  /** What can be worked on, in order: of each registration the first intent that has not ended. */
  public List<OutboxRow> due(Handle handle) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM outbox AS o WHERE state IN ('INTENT', 'PREPARED', 'BROADCAST')"
                + " AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.registration_id ="
                + " o.registration_id AND e.id < o.id"
                + " AND e.state IN ('INTENT', 'PREPARED', 'BROADCAST')) ORDER BY id")
        .map(OutboxStore::readRow)
        .list();
  }

  /** What was ordered for a registration, in order. */
  public List<OutboxRow> of(Handle handle, String registration) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM outbox WHERE registration_id = :id ORDER BY id")
        .bind("id", registration)
        .map(OutboxStore::readRow)
        .list();
  }

  /** The intent of a kind for a subject, as it was ordered. */
  public Optional<OutboxRow> find(Handle handle, Kind kind, String subject) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM outbox WHERE intent = :intent")
        .bind("intent", kind + " " + subject)
        .map(OutboxStore::readRow)
        .findOne();
  }

  /** How many intents have not ended. */
  public int open(Handle handle) {
    return handle
        .createQuery(
            "SELECT count(*) FROM outbox WHERE state IN ('INTENT', 'PREPARED', 'BROADCAST')")
        .mapTo(Integer.class)
        .one();
  }

  /** Transactions of an intent that may still be mined, the newest first. */
  public List<StoredTransaction> transactions(Handle handle, long row) {
    return handle
        .createQuery(
            "SELECT raw, value_wei, valid_until, signed_at FROM outbox_transaction"
                + " WHERE outbox_id = :row AND abandoned = 0 ORDER BY signed_at DESC, rowid DESC")
        .bind("row", row)
        .map(OutboxStore::readTransaction)
        .list();
  }

  /** Every transaction that may still be mined, of every intent that has not ended. */
  public List<PreparedTransaction> unfinished(Handle handle) {
    return handle
        .createQuery(
            "SELECT t.raw FROM outbox_transaction AS t JOIN outbox AS o ON o.id = t.outbox_id"
                + " WHERE o.state IN ('PREPARED', 'BROADCAST') AND t.abandoned = 0"
                + " ORDER BY t.nonce, t.rowid")
        .map((rows, context) -> PreparedTransaction.parse(rows.getBytes(1)))
        .list();
  }

  /** The transaction that carried an intent out, or the newest that was signed for it. */
  public Optional<PreparedTransaction> newest(Handle handle, long row) {
    return handle
        .createQuery(
            "SELECT t.raw FROM outbox_transaction AS t LEFT JOIN ledger AS l"
                + " ON l.transaction_hash = t.hash WHERE t.outbox_id = :row"
                + " ORDER BY l.id DESC NULLS LAST, t.signed_at DESC, t.rowid DESC LIMIT 1")
        .bind("row", row)
        .map((rows, context) -> PreparedTransaction.parse(rows.getBytes(1)))
        .findOne();
  }

  /**
   * Stores a signed transaction; it may be sent afterwards.
   *
   * @return false if the intent has ended meanwhile: the transaction must not be sent
   */
  public boolean addTransaction(Handle handle, long row, StoredTransaction signed) {
    if (stateOf(handle, row).isFinal()) {
      return false;
    }
    PreparedTransaction transaction = signed.transaction();
    handle
        .createUpdate(
            "INSERT INTO outbox_transaction (hash, outbox_id, nonce, raw, value_wei, valid_until,"
                + " signed_at) VALUES (:hash, :row, :nonce, :raw, :value, :validUntil, :signedAt)")
        .bind("hash", transaction.hash().bytes())
        .bind("row", row)
        .bind("nonce", transaction.nonce())
        .bind("raw", transaction.raw())
        .bind("value", signed.value().toString())
        .bind("validUntil", boxed(signed.validUntil()))
        .bind("signedAt", signed.signedAt().getEpochSecond())
        .execute();
    move(handle, row, State.PREPARED, "");
    return true;
  }

  private static State stateOf(Handle handle, long row) {
    return handle
        .createQuery("SELECT state FROM outbox WHERE id = :row")
        .bind("row", row)
        .map((rows, context) -> State.valueOf(rows.getString(1)))
        .one();
  }

  /** Moves an intent into another state, with what it waits for or why. */
  public void move(Handle handle, long row, State state, String detail) {
    handle
        .createUpdate(
            "UPDATE outbox SET state = :state, detail = :detail, changed_at = :now"
                + " WHERE id = :row")
        .bind("row", row)
        .bind("state", state.name())
        .bind("detail", cut(detail))
        .bind("now", now())
        .execute();
  }

  /** Says what an intent waits for. */
  public void note(Handle handle, long row, String detail) {
    handle
        .createUpdate("UPDATE outbox SET detail = :detail, changed_at = :now WHERE id = :row")
        .bind("row", row)
        .bind("detail", cut(detail))
        .bind("now", now())
        .execute();
  }

  /** The intent is carried out. */
  public void mined(Handle handle, long row, long block) {
    move(handle, row, State.MINED, "");
    handle
        .createUpdate("UPDATE outbox SET block = :block WHERE id = :row")
        .bind("row", row)
        .bind("block", block)
        .execute();
  }

  /** None of the intent's transactions can be mined any more: it begins anew. */
  public void startOver(Handle handle, long row, boolean countsAsAttempt) {
    handle
        .createUpdate("UPDATE outbox_transaction SET abandoned = 1 WHERE outbox_id = :row")
        .bind("row", row)
        .execute();
    handle
        .createUpdate("UPDATE outbox SET attempts = attempts + :more WHERE id = :row")
        .bind("row", row)
        .bind("more", countsAsAttempt ? 1 : 0)
        .execute();
    move(handle, row, State.INTENT, "");
  }

  /**
   * Takes back what nothing was signed for.
   *
   * @return how many intents that were
   */
  public int cancelUnsigned(Handle handle, String registration) {
    return handle
        .createUpdate(
            "UPDATE outbox SET state = 'CANCELLED', changed_at = :now"
                + " WHERE registration_id = :id AND state = 'INTENT' AND NOT EXISTS"
                + " (SELECT 1 FROM outbox_transaction AS t WHERE t.outbox_id = outbox.id)")
        .bind("id", registration)
        .bind("now", now())
        .execute();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static String cut(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  private static OutboxRow readRow(ResultSet row, StatementContext context) throws SQLException {
    return new OutboxRow(
        row.getLong("id"),
        Kind.valueOf(row.getString("kind")),
        Optional.ofNullable(row.getString("registration_id")),
        State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getString("detail"),
        row.getLong("block"));
  }

  private static StoredTransaction readTransaction(ResultSet row, StatementContext context)
      throws SQLException {
    long value = row.getLong("valid_until");
    OptionalLong validUntil = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    return new StoredTransaction(
        PreparedTransaction.parse(row.getBytes("raw")),
        new BigInteger(row.getString("value_wei")),
        validUntil,
        Instant.ofEpochSecond(row.getLong("signed_at")));
  }
}

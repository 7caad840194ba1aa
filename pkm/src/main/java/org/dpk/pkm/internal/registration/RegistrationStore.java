package org.dpk.pkm.internal.registration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dpk.pkm.internal.registration.Registration.Assurance;
import org.dpk.pkm.internal.registration.Registration.Fees;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of registrations. Every method runs in the caller's transaction. */
public final class RegistrationStore {

  private static final String COLUMNS =
      "id, identity, assurance, mode, fees, record_not_after, registered_by, registered_at,"
          + " token_not_after, state, state_at";

  private final Clock clock;

  /**
   * @param clock dates every change
   */
  public RegistrationStore(Clock clock) {
    this.clock = clock;
  }

  /** Adds one, with the hash of its token, 32 bytes. */
  public void add(Handle handle, Registration registration, byte[] tokenHash) {
    handle
        .createUpdate(
            "INSERT INTO registration (id, identity, assurance, mode, fees, record_not_after,"
                + " registered_by, registered_at, token_hash, token_not_after, state, state_at)"
                + " VALUES (:id, :identity, :assurance, :mode, :fees, :recordNotAfter,"
                + " :registeredBy, :registeredAt, :tokenHash, :tokenNotAfter, :state, :stateAt)")
        .bind("id", registration.id())
        .bind("identity", registration.identity().toString())
        .bind("assurance", registration.assurance().name())
        .bind("mode", registration.mode().name())
        .bind("fees", registration.fees().name())
        .bind("recordNotAfter", registration.recordNotAfter())
        .bind("registeredBy", registration.registeredBy())
        .bind("registeredAt", registration.registeredAt().getEpochSecond())
        .bind("tokenHash", tokenHash)
        .bind("tokenNotAfter", registration.tokenNotAfter().getEpochSecond())
        .bind("state", registration.state().name())
        .bind("stateAt", registration.stateAt().getEpochSecond())
        .execute();
  }

  /** The registration of that name. */
  public Optional<Registration> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM registration WHERE id = :id")
        .bind("id", id)
        .map(RegistrationStore::read)
        .findOne();
  }

  /** The registration whose token has this hash. */
  public Optional<Registration> findByToken(Handle handle, byte[] tokenHash) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM registration WHERE token_hash = :hash")
        .bind("hash", tokenHash)
        .map(RegistrationStore::read)
        .findOne();
  }

  /** The registration that an identity has now: at most one is open. */
  public Optional<Registration> findOpen(Handle handle, DpkIdentity identity) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM registration WHERE identity = :identity"
                + " AND state IN ('ISSUED', 'BOUND', 'SPENT', 'ADMITTED')")
        .bind("identity", identity.toString())
        .map(RegistrationStore::read)
        .findOne();
  }

  /**
   * Registrations, the newest first.
   *
   * @param identity only of this one; empty for all
   * @param offset how many to leave out
   * @param limit how many at most
   */
  public List<Registration> list(Handle handle, String identity, int offset, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM registration WHERE :identity = '' OR identity = :identity"
                + " ORDER BY registered_at DESC, id LIMIT :limit OFFSET :offset")
        .bind("identity", identity)
        .bind("limit", limit)
        .bind("offset", offset)
        .map(RegistrationStore::read)
        .list();
  }

  /** The hash of a registration's token, 32 bytes: its name on chain. */
  public byte[] tokenHash(Handle handle, String id) {
    return handle
        .createQuery("SELECT token_hash FROM registration WHERE id = :id")
        .bind("id", id)
        .map((rows, context) -> rows.getBytes(1))
        .one();
  }

  /**
   * Moves a registration from one state into another.
   *
   * @return false if it was not in that state, and nothing changed
   */
  public boolean move(Handle handle, String id, State from, State to) {
    return handle
            .createUpdate(
                "UPDATE registration SET state = :to, state_at = :now"
                    + " WHERE id = :id AND state = :from")
            .bind("id", id)
            .bind("from", from.name())
            .bind("to", to.name())
            .bind("now", clock.instant().getEpochSecond())
            .execute()
        == 1;
  }

  /** Notes what is known of the fees. */
  public void setFees(Handle handle, String id, Fees fees) {
    handle
        .createUpdate("UPDATE registration SET fees = :fees WHERE id = :id")
        .bind("id", id)
        .bind("fees", fees.name())
        .execute();
  }

  private static Registration read(ResultSet row, StatementContext context) throws SQLException {
    return new Registration(
        row.getString("id"),
        DpkIdentity.parse(row.getString("identity")),
        Assurance.valueOf(row.getString("assurance")),
        AdmissionMode.valueOf(row.getString("mode")),
        Fees.valueOf(row.getString("fees")),
        row.getLong("record_not_after"),
        row.getString("registered_by"),
        Instant.ofEpochSecond(row.getLong("registered_at")),
        Instant.ofEpochSecond(row.getLong("token_not_after")),
        State.valueOf(row.getString("state")),
        Instant.ofEpochSecond(row.getLong("state_at")));
  }
}

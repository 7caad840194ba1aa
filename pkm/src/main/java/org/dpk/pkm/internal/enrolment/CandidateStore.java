package org.dpk.pkm.internal.enrolment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.internal.record.RecordCodec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of the records that tokens are bound to. Runs in the caller's transaction. */
public final class CandidateStore {

  private final Clock clock;

  /**
   * @param clock dates the binding
   */
  public CandidateStore(Clock clock) {
    this.clock = clock;
  }

  /** Binds a registration's token to a record. */
  public void bind(Handle handle, String registration, byte[] record) {
    handle
        .createUpdate(
            "INSERT INTO candidate (registration_id, record, record_hash, bound_at)"
                + " VALUES (:registration, :record, :hash, :now)")
        .bind("registration", registration)
        .bind("record", record)
        .bind("hash", RecordCodec.recHash(record))
        .bind("now", clock.instant().getEpochSecond())
        .execute();
  }

  /** The record that a registration's token is bound to; empty if no device came yet. */
  public Optional<Candidate> find(Handle handle, String registration) {
    return handle
        .createQuery(
            "SELECT registration_id, record, bound_at FROM candidate"
                + " WHERE registration_id = :registration")
        .bind("registration", registration)
        .map(CandidateStore::read)
        .findOne();
  }

  /** The registration that was last bound to a record; empty if none was. */
  public Optional<String> registrationOf(Handle handle, byte[] record) {
    return handle
        .createQuery(
            "SELECT registration_id FROM candidate WHERE record_hash = :hash"
                + " ORDER BY bound_at DESC, rowid DESC LIMIT 1")
        .bind("hash", RecordCodec.recHash(record))
        .mapTo(String.class)
        .findOne();
  }

  /** Notes that the device has the keys of one suite of the record; once is enough. */
  public void proven(Handle handle, String registration, int suite) {
    handle
        .createUpdate(
            "INSERT INTO proven_suite (registration_id, suite, proven_at)"
                + " VALUES (:registration, :suite, :now)"
                + " ON CONFLICT (registration_id, suite) DO NOTHING")
        .bind("registration", registration)
        .bind("suite", suite)
        .bind("now", clock.instant().getEpochSecond())
        .execute();
  }

  /** The numbers of the suites that the device has proven to have the keys of. */
  public Set<Integer> provenSuites(Handle handle, String registration) {
    return handle
        .createQuery("SELECT suite FROM proven_suite WHERE registration_id = :registration")
        .bind("registration", registration)
        .mapTo(Integer.class)
        .set();
  }

  private static Candidate read(ResultSet row, StatementContext context) throws SQLException {
    return new Candidate(
        row.getString("registration_id"),
        row.getBytes("record"),
        Instant.ofEpochSecond(row.getLong("bound_at")));
  }
}

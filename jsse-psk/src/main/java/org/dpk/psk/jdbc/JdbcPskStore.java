package org.dpk.psk.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.dpk.psk.PskStore;
import org.dpk.psk.SealedPsk;

/**
 * Sealed keys in one table of a database, by SQL that any has. Tested with SQLite (several
 * processes on one host) and PostgreSQL (several hosts).
 *
 * <p>Each call takes a connection from the data source and gives it back: a pooled one saves time.
 * The default isolation of either database does; each statement is given {@value #QUERY_SECONDS}
 * seconds. Safe for use by several threads.
 */
public final class JdbcPskStore implements PskStore {

  /** The table. A later layout gets another name, so that old and new processes can overlap. */
  public static final String TABLE = "dpk_psk_1";

  /** How many keys are held altogether where nothing else is said. */
  public static final int DEFAULT_CAPACITY = 640_000;

  /** How many keys one client may have: sixteen agreements. */
  public static final int KEYS_PER_OWNER = 1_024;

  private static final int QUERY_SECONDS = 5;
  private static final int PUTS_BETWEEN_COUNTS = 64;
  private static final long MILLIS_BETWEEN_SWEEPS = 60_000;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE "
              + TABLE
              + " (key_name VARCHAR(43) NOT NULL PRIMARY KEY, key_owner VARCHAR(43) NOT NULL,"
              + " expires_at BIGINT NOT NULL, sealed VARCHAR(2048) NOT NULL)",
          "CREATE INDEX dpk_psk_1_owner ON " + TABLE + " (key_owner, expires_at)",
          "CREATE INDEX dpk_psk_1_expires ON " + TABLE + " (expires_at)");

  private final DataSource database;
  private final int capacity;
  private final Clock clock;
  private final AtomicLong puts = new AtomicLong();
  private final AtomicLong nextSweep = new AtomicLong();

  private JdbcPskStore(DataSource database, int capacity, Clock clock) {
    this.database = Objects.requireNonNull(database, "database");
    this.capacity = capacity;
    this.clock = clock;
  }

  /** A store in a database that {@linkplain #createTable() has the table}. */
  public static JdbcPskStore in(DataSource database) {
    return new JdbcPskStore(database, DEFAULT_CAPACITY, Clock.systemUTC());
  }

  /**
   * The same with another bound.
   *
   * @param keys how many are held altogether, give or take what is put at the same time; at least 1
   */
  public JdbcPskStore withCapacity(int keys) {
    if (keys < 1) {
      throw new IllegalArgumentException("a store needs a capacity of at least 1, not " + keys);
    }
    return new JdbcPskStore(database, keys, clock);
  }

  JdbcPskStore withClock(Clock other) {
    return new JdbcPskStore(database, capacity, other);
  }

  /** The statements that make the table, for those who keep them with their own migrations. */
  public static List<String> schema() {
    return SCHEMA;
  }

  /**
   * Makes the table where it is not there yet.
   *
   * @throws IOException if the database can't be asked, or this user may not
   */
  public void createTable() throws IOException {
    if (hasTable()) {
      return;
    }
    try {
      inTransaction(JdbcPskStore::execute);
    } catch (IOException e) {
      if (!hasTable()) { // another process may have been faster
        throw e;
      }
    }
  }

  private static void execute(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : SCHEMA) {
        statement.execute(each);
      }
    }
  }

  private boolean hasTable() {
    try {
      find("");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void put(List<SealedPsk> keys) throws IOException {
    sweepFromTimeToTime();
    inTransaction(
        connection -> {
          insert(connection, keys); // writes first: SQLite can't turn a reader into a writer
          makeRoomOf(connection, keys.get(0).owner());
          if (puts.getAndIncrement() % PUTS_BETWEEN_COUNTS == 0) {
            makeRoom(connection);
          }
        });
  }

  private static void insert(Connection connection, List<SealedPsk> keys) throws SQLException {
    String sql =
        "INSERT INTO " + TABLE + " (key_name, key_owner, expires_at, sealed) VALUES (?, ?, ?, ?)";
    try (PreparedStatement insert = prepare(connection, sql)) {
      for (SealedPsk key : keys) {
        insert.setString(1, key.name());
        insert.setString(2, key.owner());
        insert.setLong(3, key.expiry().toEpochMilli());
        insert.setString(4, key.sealed());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void makeRoomOf(Connection connection, String owner) throws SQLException {
    long held = count(connection, "SELECT COUNT(*) FROM " + TABLE + " WHERE key_owner = ?", owner);
    if (held > KEYS_PER_OWNER) {
      String eldest =
          "SELECT expires_at FROM " + TABLE + " WHERE key_owner = ? ORDER BY expires_at";
      update(
          connection,
          "DELETE FROM " + TABLE + " WHERE key_owner = ? AND expires_at <= ?",
          owner,
          last(connection, held - KEYS_PER_OWNER, eldest, owner));
    }
  }

  private void makeRoom(Connection connection) throws SQLException {
    long held = count(connection, "SELECT COUNT(*) FROM " + TABLE);
    if (held > capacity) {
      String eldest = "SELECT expires_at FROM " + TABLE + " ORDER BY expires_at";
      update(
          connection,
          "DELETE FROM " + TABLE + " WHERE expires_at <= ?",
          last(connection, held - capacity, eldest));
    }
  }

  private void sweepFromTimeToTime() throws IOException {
    long now = clock.millis();
    long due = nextSweep.get();
    if (now >= due && nextSweep.compareAndSet(due, now + MILLIS_BETWEEN_SWEEPS)) {
      call(
          connection -> update(connection, "DELETE FROM " + TABLE + " WHERE expires_at <= ?", now));
    }
  }

  @Override
  public Optional<SealedPsk> find(String name) throws IOException {
    String sql = "SELECT key_owner, expires_at, sealed FROM " + TABLE + " WHERE key_name = ?";
    return call(
        connection -> {
          try (PreparedStatement query = prepare(connection, sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? row(name, row.getString(1), row.getLong(2), row.getString(3))
                  : Optional.empty();
            }
          }
        });
  }

  /** SQLite does not hold a column to its length. */
  private static Optional<SealedPsk> row(String name, String owner, long expires, String sealed) {
    try {
      return Optional.of(new SealedPsk(name, owner, Instant.ofEpochMilli(expires), sealed));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean remove(String name) throws IOException {
    return call(
        connection ->
            update(connection, "DELETE FROM " + TABLE + " WHERE key_name = ?", name) == 1);
  }

  @Override
  public void removeOwner(String owner) throws IOException {
    call(connection -> update(connection, "DELETE FROM " + TABLE + " WHERE key_owner = ?", owner));
  }

  @Override
  public void clear() throws IOException {
    call(connection -> update(connection, "DELETE FROM " + TABLE));
  }

  // ---- JDBC

  private interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  private interface Change {
    void run(Connection connection) throws SQLException;
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement update = prepare(connection, sql, values)) {
      return update.executeUpdate();
    }
  }

  private static long count(Connection connection, String sql, Object... values)
      throws SQLException {
    return last(connection, 1, sql, values);
  }

  /** The number in the last of so many rows. */
  private static long last(Connection connection, long rows, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement query = prepare(connection, sql, values)) {
      query.setMaxRows(Math.toIntExact(rows)); // LIMIT is not everywhere the same
      long last = 0;
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          last = result.getLong(1);
        }
      }
      return last;
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setQueryTimeout(QUERY_SECONDS);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private <T> T call(Query<T> query) throws IOException {
    try (Connection connection = database.getConnection()) {
      return query.run(connection);
    } catch (SQLException e) {
      throw new IOException("the database of the shared PSK cache failed: " + e.getMessage(), e);
    }
  }

  private void inTransaction(Change change) throws IOException {
    call(
        connection -> {
          connection.setAutoCommit(false);
          try {
            change.run(connection);
            connection.commit();
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
          return true;
        });
  }
}

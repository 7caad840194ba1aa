package org.dpk.pkm.internal.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file in WAL mode, synchronized on every commit: what a transaction wrote is there
 * after a crash. Safe for use by several threads; transactions that write come one after the other.
 *
 * <p>No remote call belongs inside a transaction: it would hold up all others.
 */
public final class Database implements AutoCloseable {

  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final String MIGRATIONS = "classpath:org/dpk/pkm/internal/store";

  private final Jdbi jdbi;
  // SQLite folds the log into the file when the last connection closes: this one keeps it open
  private final Connection anchor;

  private Database(Jdbi jdbi, Connection anchor) {
    this.jdbi = jdbi;
    this.anchor = anchor;
  }

  /**
   * Opens the file, makes it if it is not there, and brings its schema up to date.
   *
   * @throws DatabaseException if it is no data base of a PKM, of a later version, or can't be
   *     written
   */
  public static Database open(Path file) throws DatabaseException {
    try {
      return open(file, source(file));
    } catch (SQLException | FlywayException | JdbiException e) {
      throw new DatabaseException(
          "the data base "
              + file
              + " can't be used ("
              + rootMessage(e)
              + "): check that the disk has room, that the file is this user's, and that no newer "
              + "version of DPK wrote it",
          e);
    }
  }

  private static Database open(Path file, SQLiteDataSource source) throws SQLException {
    Connection anchor = source.getConnection();
    try {
      OwnerOnly.restrict(file);
      migrate(source);
      return new Database(Jdbi.create(source), anchor);
    } catch (RuntimeException e) {
      anchor.close();
      throw e;
    }
  }

  private static void migrate(SQLiteDataSource source) {
    Flyway.configure()
        .dataSource(source)
        .locations(MIGRATIONS)
        .ignoreMigrationPatterns(new String[0]) // else a later version's schema would pass
        .load()
        .migrate();
  }

  private static SQLiteDataSource source(Path file) throws SQLException {
    if (Files.isDirectory(file)) {
      throw new SQLException("it is a directory");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    // a transaction that begins as a reader could not become a writer once another has written
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  /** Runs in a transaction: all of it is stored, or nothing if it throws. */
  public <T> T inTransaction(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }

  /** As {@link #inTransaction}, without a result. */
  public void useTransaction(Consumer<Handle> work) {
    jdbi.useTransaction(work::accept);
  }

  /** Reads, without holding up those who write. */
  public <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  @Override
  public void close() {
    try {
      anchor.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the data base did not close", e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}

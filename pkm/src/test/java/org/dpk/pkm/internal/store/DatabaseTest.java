package org.dpk.pkm.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

  private static final int WRITERS = 4;
  private static final int EACH = 25;

  @TempDir Path folder;

  @Test
  void isItsOwnersAloneAndOpensAgain() throws Exception {
    Path file = folder.resolve("pkm.db");
    try (Database database = Database.open(file)) {
      database.useTransaction(handle -> addKey(handle, 7));
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Database database = Database.open(file)) {
      assertEquals(7, createdAt(database));
    }
  }

  @Test
  void enforcesReferencesAndWritesAhead() throws Exception {
    try (Database database = Database.open(folder.resolve("pkm.db"))) {
      assertEquals("1", pragma(database, "foreign_keys"));
      assertEquals("wal", pragma(database, "journal_mode"));
      assertEquals("2", pragma(database, "synchronous")); // FULL
      assertThrows(
          JdbiException.class,
          () ->
              database.useTransaction(
                  handle ->
                      handle.execute(
                          "INSERT INTO candidate (registration_id, record, record_hash, bound_at)"
                              + " VALUES ('none', x'00', ?, 0)",
                          new byte[32])));
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothing() throws Exception {
    try (Database database = Database.open(folder.resolve("pkm.db"))) {
      assertThrows(
          IllegalStateException.class,
          () ->
              database.useTransaction(
                  handle -> {
                    addKey(handle, 7);
                    throw new IllegalStateException("in the middle");
                  }));
      assertEquals(0, count(database));
    }
  }

  @Test
  void anAdmissionIsNeitherChangedNorDeleted() throws Exception {
    try (Database database = Database.open(folder.resolve("pkm.db"))) {
      database.useTransaction(DatabaseTest::addAdmission);
      assertThrows(
          JdbiException.class,
          () -> database.useTransaction(h -> h.execute("UPDATE admission SET block = 2")));
      assertThrows(
          JdbiException.class,
          () -> database.useTransaction(h -> h.execute("DELETE FROM admission")));
    }
  }

  // each reads before it writes: without a lock from the start on, one of two would fail
  @Test
  void writersWaitForEachOther() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try (Database database = Database.open(folder.resolve("pkm.db"))) {
      database.useTransaction(handle -> addKey(handle, 0));
      for (int i = 0; i < WRITERS; i++) {
        writers.submit(() -> increment(database));
      }
      writers.shutdown();
      assertTrue(writers.awaitTermination(60, TimeUnit.SECONDS));
      assertEquals(WRITERS * EACH, createdAt(database));
    } finally {
      writers.shutdownNow();
    }
  }

  private static void increment(Database database) {
    for (int i = 0; i < EACH; i++) {
      database.useTransaction(
          handle -> {
            int before =
                handle.createQuery("SELECT created_at FROM admin_key").mapTo(int.class).one();
            handle.execute("UPDATE admin_key SET created_at = ?", before + 1);
          });
    }
  }

  @Test
  void aDataBaseOfALaterVersionIsNotTouched() throws Exception {
    Path file = folder.resolve("pkm.db");
    try (Database database = Database.open(file)) {
      database.useTransaction(
          handle ->
              handle.execute(
                  "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                      + " script, checksum, installed_by, execution_time, success)"
                      + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)"));
    }
    var e = assertThrows(DatabaseException.class, () -> Database.open(file));
    assertTrue(String.valueOf(e.getMessage()).contains("newer version of DPK"), e.getMessage());
  }

  @Test
  void aDirectoryIsNoDataBase() {
    assertThrows(DatabaseException.class, () -> Database.open(folder));
  }

  private static void addKey(Handle handle, long createdAt) {
    handle.execute(
        "INSERT INTO admin_key (id, hash, created_at) VALUES (1, ?, ?)", new byte[32], createdAt);
  }

  private static void addAdmission(Handle handle) {
    handle.execute(
        "INSERT INTO registration (id, identity, assurance, mode, fees, record_not_after,"
            + " registered_by, registered_at, token_hash, token_not_after, state, state_at)"
            + " VALUES ('r', 'uuid:x', 'GENERATED', 'SPONSORED', 'DUE', 0, 'a', 0, ?, 0,"
            + " 'ADMITTED', 0)",
        new byte[32]);
    handle.execute(
        "INSERT INTO admission (registration_id, identity, record_hash, assurance, mode, fees,"
            + " registered_by, registered_at, admitted_at, block)"
            + " VALUES ('r', 'uuid:x', ?, 'GENERATED', 'SPONSORED', 'DUE', 'a', 0, 0, 1)",
        new byte[32]);
  }

  private static long createdAt(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT created_at FROM admin_key").mapTo(long.class).one());
  }

  private static int count(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM admin_key").mapTo(int.class).one());
  }

  private static String pragma(Database database, String name) {
    return database.inTransaction(
        handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }
}

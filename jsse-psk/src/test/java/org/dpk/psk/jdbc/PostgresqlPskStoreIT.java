package org.dpk.psk.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlPskStoreIT extends JdbcPskStoreContract {

  private static PostgresqlDatabase database;

  @BeforeAll
  static void start() throws Exception {
    database = PostgresqlDatabase.start();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }
}

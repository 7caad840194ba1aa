package org.dpk.psk.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlitePskStoreTest extends JdbcPskStoreContract {

  @TempDir static Path folder;

  @Override
  TestDatabase database() {
    return SqliteDatabase.in(folder);
  }
}

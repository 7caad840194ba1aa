package org.dpk.psk.jdbc;

import java.io.IOException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database of a test's own. */
public interface TestDatabase extends AutoCloseable {

  String url();

  default DataSource source() {
    return source(url());
  }

  static DataSource source(String url) {
    if (url.startsWith("jdbc:sqlite:")) {
      return SqliteDatabase.at(url);
    }
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    return database;
  }

  /** What its files hold, one character for each byte. */
  String content() throws IOException;

  @Override
  void close() throws Exception;
}

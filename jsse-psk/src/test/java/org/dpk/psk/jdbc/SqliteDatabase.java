package org.dpk.psk.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database in a file, as several processes of one host share it. */
public record SqliteDatabase(Path file) implements TestDatabase {

  public static SqliteDatabase in(Path folder) {
    return new SqliteDatabase(folder.resolve("keys.db"));
  }

  @Override
  public String url() {
    return "jdbc:sqlite:" + file;
  }

  static DataSource at(String url) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    SQLiteDataSource database = new SQLiteDataSource(config);
    database.setUrl(url);
    return database;
  }

  /** Every byte that is on the disk, one character each. */
  @Override
  public String content() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path each : files.filter(f -> f.getFileName().toString().startsWith("keys.")).toList()) {
        all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Override
  public void close() {}
}

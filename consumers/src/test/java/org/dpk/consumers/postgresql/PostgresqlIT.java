package org.dpk.consumers.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.consumers.Guide;
import org.dpk.consumers.stunnel.Stunnel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL's own driver, through a real stunnel, to a real PostgreSQL. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PostgresqlIT {

  private static Postgres database;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    database = Postgres.start();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  /** The guide's; verify-full makes the driver look at the certificate, too. */
  private static String url(Stunnel stunnel, Path keys, String negotiation) throws Exception {
    return new Guide("postgresql")
        .example("url")
        .strip()
        .replace("5433", Integer.toString(stunnel.port()))
        .replace("=direct", "=" + negotiation)
        .replace("psk.txt", keys.toString());
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, Postgres.USER, Postgres.PASSWORD);
  }

  private static Connection connect(Stunnel stunnel, String negotiation) throws Exception {
    return connect(url(stunnel, stunnel.keys(), negotiation));
  }

  private static Stunnel stunnel(String protocol, String negotiation) throws Exception {
    return negotiation.equals("direct")
        ? Stunnel.inFrontOf(database.port(), protocol)
        : Stunnel.inFrontOf(database.port(), protocol, "protocol = pgsql");
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, direct",
    "TLSv1.3, postgres",
    "TLSv1.2, direct",
    "TLSv1.2, postgres",
  })
  void storesAndReads(String protocol, String negotiation) throws Exception {
    try (Stunnel stunnel = stunnel(protocol, negotiation);
        Connection connection = connect(stunnel, negotiation);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE measurement (id int PRIMARY KEY, taken text)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO measurement VALUES (?, ?)")) {
        for (int i = 0; i < 1_000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "value " + i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      try (ResultSet found =
          statement.executeQuery("SELECT count(*), max(taken) FROM measurement")) {
        assertTrue(found.next());
        assertEquals(1_000, found.getInt(1));
        assertEquals("value 999", found.getString(2));
      }
      stunnel.program().await(protocol);
    }
  }

  @Test
  void readsABigResult() throws Exception {
    try (Stunnel stunnel = stunnel("TLSv1.3", "direct");
        Connection connection = connect(stunnel, "direct");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, 20000) AS i")) {
      long length = 0;
      int count = 0;
      while (rows.next()) {
        assertEquals(++count, rows.getInt(1));
        length += rows.getString(2).length();
      }
      assertEquals(20_000, count);
      assertEquals(20_000L * 1_024, length);
    }
  }

  @Test
  void refusesAWrongKey() throws Exception {
    Path wrong = folder.resolve("psk.txt");
    Files.writeString(wrong, "alice:" + "00".repeat(32));
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    try (Stunnel stunnel = stunnel("TLSv1.3", "direct")) {
      SQLException refused =
          assertThrows(SQLException.class, () -> connect(url(stunnel, wrong, "direct")).close());
      SSLHandshakeException reason = (SSLHandshakeException) refused.getCause();
      assertTrue(reason.getMessage().contains("hold different keys"), reason::toString);
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    try (Stunnel stunnel = stunnel("TLSv1.3", "direct")) {
      String withoutFile = url(stunnel, stunnel.keys(), "direct").replaceAll("&pskFile=[^&]*", "");
      SQLException refused = assertThrows(SQLException.class, () -> connect(withoutFile).close());
      String reason = refused.getCause().getCause().getMessage();
      assertTrue(reason.contains("set pskFile"), reason);
    }
  }
}

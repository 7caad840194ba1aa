package org.dpk.provider.internal.jsse;

import static org.dpk.provider.internal.jsse.FirstFlight.CACHED;
import static org.dpk.provider.internal.jsse.FirstFlight.FIRST_CONTACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Server processes of one identity, as docs/guides/shared-cache.md and README.md print them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SeveralServersIT {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final String GUIDE = "docs/guides/shared-cache.md";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("DPK_PASSWORD", new String(IdentityFixture.PASSWORD));

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private final DpkIdentity identity = RegistryFixture.newIdentity();
  private SSLContext client;

  @BeforeAll
  static void enrolled() throws Exception {
    identities = AdmittedIdentities.start(folder);
    Files.move(identities.admit(DpkIdentity.parse("dns:localhost")), folder.resolve("server.dpk"));
    Files.writeString(folder.resolve("SharedServer.java"), example(GUIDE, "SharedServer.java"));
    Files.writeString(folder.resolve("Server.java"), example("README.md", "Server.java"));
    String key = example(GUIDE, "key").strip();
    assertEquals(
        0, Programs.run(List.of("sh", "-c", key), Map.of(), "", folder).exit(), "a sealing key");
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  @BeforeEach
  void newClient() throws Exception {
    client = AdmittedIdentities.context(identities.admit(identity));
  }

  private static String example(String page, String mark) throws IOException {
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(mark) + " -->\\s*```[a-z]*\n(.*?)```",
                Pattern.DOTALL)
            .matcher(Files.readString(PROJECT.resolve(page)));
    assertTrue(block.find(), () -> page + " has no example " + mark);
    return block.group(1);
  }

  private static Programs.Running start(String program, int port) throws Exception {
    List<String> command =
        List.of(
            Programs.java(),
            "-cp",
            Programs.classPath() + File.pathSeparator,
            program,
            Integer.toString(port));
    Programs.Running running = Programs.start(command, ENVIRONMENT, folder);
    Waiting.until(
        () -> "the server starts: " + Files.readString(running.out()),
        () -> !running.process().isAlive() || isListening(port));
    assertTrue(running.process().isAlive(), Files.readString(running.out()));
    return running;
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** On a connection of its own. */
  private void assertServed(ByteTap tap) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(HelloServer.uri(tap.port())).build();
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .sslContext(client)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals("hello " + identity + "\n", answer.body());
  }

  @Test
  void theSecondTakesTheKeysOfTheFirstAndSoDoesOneThatRestarts() throws Exception {
    int first = freePort();
    int second = freePort();
    try (Programs.Running one = start("SharedServer.java", first);
        ByteTap tap = new ByteTap(first)) {
      assertServed(tap);
      try (Programs.Running two = start("SharedServer.java", second)) {
        tap.turnTo(second);
        assertServed(tap);
        tap.turnTo(first);
        assertServed(tap);
        one.close();
        tap.turnTo(second);
        assertServed(tap);
      }
      try (Programs.Running again = start("SharedServer.java", first)) {
        tap.turnTo(first);
        assertServed(tap);
        assertEquals(
            List.of(FIRST_CONTACT, CACHED, CACHED, CACHED, CACHED),
            tap.sent().stream().map(FirstFlight::of).toList());
        for (byte[] sent : tap.sent().subList(1, 5)) {
          assertFalse(FirstFlight.isFollowedByAgreement(sent), "the cached key was unknown");
        }
        identities.revoke(identity);
        Waiting.until("the keys of a revoked client go", () -> rows() == 0);
        assertThrows(IOException.class, () -> assertServed(tap));
      }
    }
  }

  private static int rows() {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve("keys.db"));
    try (Connection connection = database.getConnection();
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT COUNT(*) FROM dpk_psk_1")) {
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutASharedCacheTheConnectionIsRepaired() throws Exception {
    int first = freePort();
    int second = freePort();
    try (Programs.Running one = start("Server.java", first);
        ByteTap tap = new ByteTap(first)) {
      assertServed(tap);
      try (Programs.Running two = start("Server.java", second)) {
        tap.turnTo(second);
        assertServed(tap);
      }
      one.close();
      try (Programs.Running again = start("Server.java", first)) {
        tap.turnTo(first);
        assertServed(tap);
        assertServed(tap);
      }
      assertEquals(
          List.of(FIRST_CONTACT, CACHED, CACHED, CACHED),
          tap.sent().stream().map(FirstFlight::of).toList());
      assertEquals(
          List.of(true, true, false),
          tap.sent().subList(1, 4).stream().map(FirstFlight::isFollowedByAgreement).toList());
    }
  }
}

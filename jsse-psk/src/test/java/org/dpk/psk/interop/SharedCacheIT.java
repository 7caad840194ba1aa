package org.dpk.psk.interop;

import static org.dpk.psk.interop.Balancer.Beginning.AGREEMENT;
import static org.dpk.psk.interop.Balancer.Beginning.CACHED_KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.internal.preface.ClientHello;
import org.dpk.psk.jdbc.JdbcPskStore;
import org.dpk.psk.jdbc.PostgresqlDatabase;
import org.dpk.psk.jdbc.SqliteDatabase;
import org.dpk.psk.jdbc.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two server processes that share a cache in a database, and what goes wrong around it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SharedCacheIT {

  private static final String SEALING_KEY = "0123456789abcdef".repeat(4);
  private static final int SERVER_HELLO = 2;
  private static final int KEY_UNKNOWN = 0xE1;

  /** Where the keys are. */
  enum Databases {
    SQLITE {
      @Override
      TestDatabase start(Path folder) {
        return SqliteDatabase.in(folder);
      }
    },
    POSTGRESQL {
      @Override
      TestDatabase start(Path folder) throws Exception {
        return PostgresqlDatabase.start();
      }
    };

    abstract TestDatabase start(Path folder) throws Exception;
  }

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final NonceAgreement clients = new NonceAgreement("alice", "secret");
  private final SSLContext client = context();
  private TestDatabase database;
  private ServerProcess one;
  private ServerProcess two;
  private Balancer wire;

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {clients}, null, null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void start(Databases kind) throws Exception {
    database = open(kind.start(folder));
    one = startServer();
    two = startServer();
    wire = open(new Balancer(one.port()));
  }

  private ServerProcess startServer() throws Exception {
    Path key = Files.writeString(folder.resolve("sealing.key"), SEALING_KEY + "\n");
    return open(ServerProcess.sharing(database, key));
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private String get(ServerProcess server) throws Exception {
    wire.turnTo(server.port());
    return JdkClient.SOCKET.get(client, wire.port());
  }

  @ParameterizedTest
  @EnumSource
  void theSecondServerTakesTheKeysOfTheFirst(Databases kind) throws Exception {
    start(kind);
    assertEquals("alice 1", get(one));
    for (int i = 1; i < 12; i++) {
      assertEquals("alice " + (i % 2 == 0 ? 1 : 0), get(i % 2 == 0 ? one : two));
    }
    wire.turnTo(two.port());
    assertEquals("alice 0", JdkClient.HTTP_CLIENT.get(client, wire.port()));
    assertEquals("alice 0", JdkClient.HTTPS_URL_CONNECTION.get(client, wire.port()));

    assertEquals(1, clients.runs.get());
    List<Balancer.Beginning> beginnings = wire.beginnings();
    assertEquals(14, beginnings.size());
    assertEquals(AGREEMENT, beginnings.get(0));
    for (int i = 1; i < 14; i++) {
      assertEquals(CACHED_KEY, beginnings.get(i));
      assertFalse(wire.saidMoreInClear(i), "no message of an agreement on connection " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHelloCountsOnceForBothServers(Databases kind) throws Exception {
    start(kind);
    get(one);
    get(two);
    byte[] used = wire.hello(1);
    assertEquals(KEY_UNKNOWN, answer(one, used));
    assertEquals(KEY_UNKNOWN, answer(two, used));

    for (int round = 0; round < 5; round++) {
      assertEquals(1, acceptedAtOnce(unusedHello()), "round " + round);
    }
    assertEquals("alice 1", get(one), "the window goes on");
    assertEquals(1, clients.runs.get());
  }

  /** A hello that no server has seen: it goes to one that listens and says nothing. */
  private byte[] unusedHello() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      wire.turnTo(deaf.getLocalPort());
      int connection = wire.beginnings().size();
      SSLSocket socket =
          (SSLSocket) client.getSocketFactory().createSocket("localhost", wire.port());
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try (socket;
          Socket end = accept(deaf, thread, socket)) {
        DataInputStream in = new DataInputStream(end.getInputStream());
        in.skipBytes(3);
        in.readNBytes(in.readUnsignedShort());
        return wire.hello(connection);
      } finally {
        thread.shutdown();
        assertTrue(thread.awaitTermination(20, TimeUnit.SECONDS));
      }
    }
  }

  private static Socket accept(ServerSocket deaf, ExecutorService thread, SSLSocket socket)
      throws IOException {
    Future<?> unused =
        thread.submit(
            () -> {
              socket.startHandshake();
              return null;
            });
    return deaf.accept();
  }

  private long acceptedAtOnce(byte[] hello) throws Exception {
    int times = 6;
    CyclicBarrier start = new CyclicBarrier(times);
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        ServerProcess server = i % 2 == 0 ? one : two;
        answers.add(
            threads.submit(
                () -> {
                  start.await(20, TimeUnit.SECONDS);
                  return answer(server, hello);
                }));
      }
      int accepted = 0;
      for (Future<Integer> each : answers) {
        accepted += each.get(20, TimeUnit.SECONDS) == SERVER_HELLO ? 1 : 0;
      }
      return accepted;
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  /** The type of the first handshake message that a server answers these bytes with. */
  private static int answer(ServerProcess server, byte[] hello) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello);
      byte[] start = socket.getInputStream().readNBytes(6);
      return start[5] & 0xFF;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRestartsKnowsItsKeys(Databases kind) throws Exception {
    start(kind);
    assertEquals("alice 1", get(one));
    one.close();
    two.close();
    one = startServer();
    assertEquals("alice 0", get(one));
    assertEquals(1, clients.runs.get());
    assertFalse(wire.saidMoreInClear(1));
  }

  @ParameterizedTest
  @EnumSource
  void aRevocationAtOneEndsTheKeysAtTheOther(Databases kind) throws Exception {
    start(kind);
    get(one);
    two.revoke("alice");
    awaitRows(0);

    assertEquals("alice 2", get(one), "agreed anew: this one was told of no revocation");
    assertThrows(IOException.class, () -> get(two));
  }

  private void awaitRows(int wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (rows() != wanted) {
      assertTrue(System.nanoTime() < deadline, "waited in vain for " + wanted + " rows");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private int rows() throws Exception {
    try (Connection connection = database.source().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT COUNT(*) FROM " + JdbcPskStore.TABLE)) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseHoldsNoNames(Databases kind) throws Exception {
    start(kind);
    get(one);
    byte[] identity = identityOf(unusedHello());

    if (database instanceof PostgresqlDatabase server) {
      server.halt(); // everything is in its files then
    }
    String content = database.content();
    assertTrue(content.contains(JdbcPskStore.TABLE), "these are the files");
    assertFalse(content.contains("alice"));
    assertFalse(content.contains(new String(identity, StandardCharsets.ISO_8859_1)));
    assertFalse(content.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(identity)));
    assertFalse(content.contains(HexFormat.of().formatHex(identity)));
    assertFalse(content.contains(SEALING_KEY));
  }

  private static byte[] identityOf(byte[] hello) throws Exception {
    return ClientHello.parse(Arrays.copyOfRange(hello, 5, hello.length)).pskIdentities().get(0);
  }

  @Test
  void aDatabaseThatGoesAwayCostsNoConnection() throws Exception {
    start(Databases.POSTGRESQL);
    PostgresqlDatabase server = (PostgresqlDatabase) database;
    assertEquals("alice 1", get(one));
    assertEquals("alice 0", get(two));

    server.halt();
    assertEquals("alice 1", get(two), "agreed anew");
    assertEquals("alice 2", get(one), "agreed anew");
    assertEquals(3, clients.runs.get());

    server.resume();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int before;
    do { // until a pause is over
      assertTrue(System.nanoTime() < deadline, "the database is not used again");
      before = clients.runs.get();
      get(one);
      get(two);
    } while (clients.runs.get() != before);
  }
}

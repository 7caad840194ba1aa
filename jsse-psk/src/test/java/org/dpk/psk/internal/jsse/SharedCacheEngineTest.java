package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskStore;
import org.dpk.psk.SealedPsk;
import org.dpk.psk.SharedPskCache;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.dpk.psk.jdbc.JdbcPskStore;
import org.dpk.psk.jdbc.SqliteDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines of two servers that share a cache. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedCacheEngineTest {

  private static final String HOST = "server.example";
  private static final String CLIENT = "client.example";
  private static final int AGREEMENT = 0xE1;
  private static final int SERVER_HELLO = 2;

  @TempDir Path folder;
  private FailingStore store;
  private final NonceAgreement clients = new NonceAgreement(CLIENT, "secret");
  private final NonceAgreement ofOne = new NonceAgreement(HOST, "secret");
  private final NonceAgreement ofTwo = new NonceAgreement(HOST, "secret");
  private final SSLContext client = Contexts.of(clients);
  private SSLContext one;
  private SSLContext two;

  /** A real store that fails or stalls where a test wants it to. */
  private static final class FailingStore implements PskStore {
    private final PskStore real;
    volatile boolean down;
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean failsToRemove;

    FailingStore(PskStore real) {
      this.real = real;
    }

    private PskStore reached() throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (down) {
        throw new IOException("the cable is out");
      }
      return real;
    }

    @Override
    public void put(List<SealedPsk> keys) throws IOException {
      reached().put(keys);
    }

    @Override
    public Optional<SealedPsk> find(String name) throws IOException {
      return reached().find(name);
    }

    @Override
    public boolean remove(String name) throws IOException {
      if (failsToRemove) {
        throw new IOException("the cable has just come out");
      }
      return reached().remove(name);
    }

    @Override
    public void removeOwner(String owner) throws IOException {
      reached().removeOwner(owner);
    }

    @Override
    public void clear() throws IOException {
      reached().clear();
    }
  }

  @BeforeEach
  void open() throws Exception {
    JdbcPskStore table = JdbcPskStore.in(SqliteDatabase.in(folder).source());
    table.createTable();
    store = new FailingStore(table);
    openServers(Duration.ofSeconds(20));
  }

  private void openServers(Duration deadline) {
    one = Contexts.of(ofOne, shared().withDeadline(deadline));
    two = Contexts.of(ofTwo, shared().withDeadline(deadline));
  }

  /** No work is left, and no thread. */
  @AfterEach
  void leavesNoThreadBehind() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("dpk-psk-store"))) {
      assertTrue(System.nanoTime() < deadline, "a thread stays");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private SharedPskCache shared() {
    return SharedPskCache.of(store, new SecretKeySpec(Contexts.secret(7), "HKDF"));
  }

  private EnginePair connect(SSLContext server) throws SSLException {
    EnginePair pair = new EnginePair(client, server, HOST, 443).handshake();
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    assertEquals(CLIENT, pair.server.engine.getSession().getPeerPrincipal().getName());
    pair.send(pair.client, pair.server, "hello");
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
    return pair;
  }

  @Test
  void eachTakesTheKeysThatTheOtherAgreedOn() throws Exception {
    connect(one);
    for (int i = 0; i < 20; i++) {
      connect(i % 2 == 0 ? two : one);
    }
    assertEquals(1, clients.runs.get());
    assertEquals(0, ofTwo.runs.get());
  }

  @Test
  void agreesAnewAfterTheKeysThatAreStored() throws Exception {
    connect(one);
    for (int i = 0; i < SharedPskCache.MAX_KEYS_AT_ONCE; i++) {
      connect(two);
    }
    assertEquals(0, ofTwo.runs.get());
    connect(two);
    assertEquals(1, ofTwo.runs.get());
  }

  @Test
  void aHelloThatOneTookIsUnknownToTheOther() throws Exception {
    connect(one);
    byte[] hello = helloOf(client);

    assertEquals(SERVER_HELLO, answerTo(hello, two));
    assertEquals(AGREEMENT, answerTo(hello, one));
    assertEquals(AGREEMENT, answerTo(hello, two));
  }

  private static byte[] helloOf(SSLContext client) throws SSLException {
    SSLEngine engine = client.createSSLEngine(HOST, 443);
    engine.setUseClientMode(true);
    End end = new End(engine);
    engine.beginHandshake();
    end.runTasks();
    ByteBuffer hello = end.wrap(ByteBuffer.allocate(0));
    byte[] bytes = new byte[hello.remaining()];
    hello.get(bytes);
    return bytes;
  }

  /** The type of the first handshake message that a server answers a hello with. */
  private static int answerTo(byte[] hello, SSLContext server) throws SSLException {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    End end = new End(engine);
    end.deliver(ByteBuffer.wrap(hello));
    end.unwrap();
    end.runTasks();
    return end.wrap(ByteBuffer.allocate(0)).get(5) & 0xFF;
  }

  @Test
  void theStoreIsAskedInDelegatedTasksOnly() throws Exception {
    connect(one);
    store.gate = new CountDownLatch(1); // whoever asks stands still
    EnginePair pair = new EnginePair(client, two, HOST, 443);
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.deliver(pair.client.wrap(ByteBuffer.allocate(0)));

    long start = System.nanoTime();
    assertEquals(HandshakeStatus.NEED_TASK, pair.server.unwrap().getHandshakeStatus());
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "it was waited for");
    store.gate.countDown();
    pair.handshake();
    assertEquals(1, pair.server.finished());
    assertEquals(1, clients.runs.get());
  }

  @Test
  void isNotAskedAgainAfterAHelloRetryRequest() throws Exception {
    connect(one);
    EnginePair pair = new EnginePair(client, choosy(), HOST, 443);
    pair.client.engine.beginHandshake();
    give(pair.server, flight(pair.client));
    byte[] answer = flight(pair.server);
    assertEquals(2, answer[5], "a ServerHello");
    give(pair.client, answer);
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus(), "retried");
    store.gate = new CountDownLatch(1); // whoever asks stands still, and gets no answer
    int tasks = pair.server.tasks;

    pair.handshake();

    assertEquals(1, pair.server.finished());
    assertEquals(tasks, pair.server.tasks);
    assertEquals(1, clients.runs.get());
    store.gate.countDown();
  }

  /** A server of one group, which is not the first that a client offers. */
  private SSLContext choosy() {
    System.setProperty(Defaults.NAMED_GROUPS, "secp256r1");
    try {
      return Contexts.of(ofTwo, shared());
    } finally {
      System.clearProperty(Defaults.NAMED_GROUPS);
    }
  }

  private static byte[] flight(End end) throws SSLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (end.engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
      end.runTasks();
      ByteBuffer part = end.wrap(ByteBuffer.allocate(0));
      all.write(part.array(), part.position(), part.remaining());
    }
    return all.toByteArray();
  }

  private static void give(End end, byte[] flight) throws SSLException {
    end.deliver(ByteBuffer.wrap(flight));
    while (end.in.hasRemaining() && end.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      end.unwrap();
      end.runTasks();
    }
  }

  @Test
  void whereTheStoreIsDownEachConnectionAgreesAnew() throws Exception {
    connect(one);
    store.down = true;
    connect(two);
    connect(one);
    assertEquals(3, clients.runs.get());
  }

  @Test
  void aStoreThatStallsCostsItsDeadlineAndNoConnection() throws Exception {
    connect(one);
    openServers(Duration.ofMillis(500));
    store.gate = new CountDownLatch(1);
    connect(two);
    assertEquals(2, clients.runs.get());
    store.gate.countDown();
  }

  @Test
  void aStoreThatFailsBetweenTwoQuestionsIsRepairedOnTheSameConnection() throws Exception {
    connect(one);
    store.failsToRemove = true;
    connect(two);
    assertEquals(2, clients.runs.get());
  }

  @Test
  void aRevocationAtOneEndsTheKeysAtTheOther() throws Exception {
    connect(one);
    ofTwo.revoke(CLIENT);
    awaitEmpty();

    connect(one); // knows nothing of it: a matter of its own agreement
    assertEquals(2, ofOne.runs.get());
    assertThrows(AgreementException.class, () -> connect(two));
  }

  private void awaitEmpty() throws Exception {
    String content = "";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    do {
      assertTrue(System.nanoTime() < deadline, content);
      try (java.sql.Connection connection = SqliteDatabase.in(folder).source().getConnection();
          java.sql.ResultSet rows =
              connection.createStatement().executeQuery("SELECT COUNT(*) FROM dpk_psk_1")) {
        content = rows.getString(1);
      }
    } while (!content.equals("0"));
  }

  @Test
  void aSharedCacheNeedsOneAgreement() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager[] none = {Contexts.keys(1), shared()};
    assertThrows(KeyManagementException.class, () -> context.init(none, null, null));
    KeyManager[] two = {ofOne, shared(), shared()};
    assertThrows(KeyManagementException.class, () -> context.init(two, null, null));
    KeyManager[] alone = {shared()};
    assertThrows(KeyManagementException.class, () -> context.init(alone, null, null));
    assertFalse(shared().toString().contains("07"));
  }
}

package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own sockets against a server socket that has keys and a certificate. */
@Timeout(60)
class HandOverSocketTest {

  @TempDir static Path folder;

  private static BothWays ways;

  private SSLContext server;
  private SSLContext client;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  @BeforeEach
  void newContexts() throws Exception {
    server = ways.server();
    client = ways.ordinary();
  }

  @AfterEach
  void restore() {
    System.clearProperty(HandshakeTimeout.PROPERTY);
  }

  private SocketPair pair(String protocol) throws Exception {
    SocketPair pair = new SocketPair(client, server);
    pair.client.setEnabledProtocols(new String[] {protocol});
    return pair;
  }

  private static void assertTalks(SocketPair pair) throws Exception {
    Future<?> written = pair.write(pair.client, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, pair.server.getInputStream().readNBytes(3));
    SocketPair.get(written);
    Future<?> answered = pair.write(pair.server, new byte[] {4, 5});
    assertArrayEquals(new byte[] {4, 5}, pair.client.getInputStream().readNBytes(2));
    SocketPair.get(answered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void talks(String protocol) throws Exception {
    try (SocketPair pair = pair(protocol)) {
      pair.handshake();
      assertTalks(pair);
      assertEquals(protocol, pair.server.getSession().getProtocol());
      assertEquals(
          ways.serverCertificate.certificate(), pair.client.getSession().getPeerCertificates()[0]);
    }
  }

  @Test
  void theFirstReadHandshakes() throws Exception {
    try (SocketPair pair = pair("TLSv1.3")) {
      Future<Integer> read = pair.run(() -> pair.server.getInputStream().read());
      pair.client.getOutputStream().write(7);
      assertEquals(7, SocketPair.get(read));
      assertTalks(pair);
    }
  }

  @Test
  void aKeyServesOnTheSamePort() throws Exception {
    try (SocketPair pair = new SocketPair(Contexts.fixed(), server)) {
      pair.handshake();
      assertTalks(pair);
      assertEquals("alice", pair.server.getSession().getPeerPrincipal().getName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aNeededCertificateIsInTheSession(String protocol) throws Exception {
    try (SocketPair pair = pair(protocol)) {
      pair.server.setNeedClientAuth(true);
      pair.handshake();
      assertTalks(pair);
      SSLSession session = pair.server.getSession();
      assertInstanceOf(X500Principal.class, session.getPeerPrincipal());
      assertEquals("CN=client.example", session.getPeerPrincipal().getName());
      assertEquals("127.0.0.1", session.getPeerHost());
    }
  }

  @Test
  void theSelectorIsAskedWithTheSocket() throws Exception {
    try (SocketPair pair = pair("TLSv1.3")) {
      SSLParameters parameters = pair.client.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      pair.client.setSSLParameters(parameters);
      AtomicReference<SSLSocket> asked = new AtomicReference<>();
      pair.server.setHandshakeApplicationProtocolSelector(
          (socket, offered) -> {
            asked.set(socket);
            return offered.get(1);
          });
      pair.handshake();
      assertSame(pair.server, asked.get());
      assertEquals("http/1.1", pair.server.getApplicationProtocol());
      assertEquals("http/1.1", pair.client.getApplicationProtocol());
    }
  }

  @Test
  void listenersAreToldOnce() throws Exception {
    BlockingQueue<SSLSession> told = new LinkedBlockingQueue<>();
    try (SocketPair pair = pair("TLSv1.3")) {
      pair.server.addHandshakeCompletedListener(event -> told.add(event.getSession()));
      pair.handshake();
      assertEquals(pair.server.getSession(), told.poll(20, TimeUnit.SECONDS));
      assertTalks(pair);
      assertTrue(told.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void movesMuchBothWaysAtOnce(String protocol) throws Exception {
    byte[] data = new byte[3_000_000];
    new Random(3).nextBytes(data);
    try (SocketPair pair = pair(protocol)) {
      pair.handshake();
      Future<?> there = pair.write(pair.client, data);
      Future<?> back = pair.write(pair.server, data);
      Future<byte[]> atClient =
          pair.run(() -> pair.client.getInputStream().readNBytes(data.length));
      assertArrayEquals(data, pair.server.getInputStream().readNBytes(data.length));
      assertArrayEquals(data, SocketPair.get(atClient));
      SocketPair.get(there);
      SocketPair.get(back);
    }
  }

  @Test
  void aClientOfTls12MayRenegotiate() throws Exception {
    try (SocketPair pair = pair("TLSv1.2")) {
      pair.handshake();
      assertTalks(pair);
      byte[] before = pair.server.getSession().getId();
      BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
      pair.client.addHandshakeCompletedListener(event -> done.add(true));
      Future<byte[]> atServer = pair.run(() -> pair.server.getInputStream().readNBytes(3));
      Future<byte[]> atClient = pair.run(() -> pair.client.getInputStream().readNBytes(2));

      pair.client.getSession().invalidate();
      pair.client.startHandshake();

      assertEquals(true, done.poll(20, TimeUnit.SECONDS));
      pair.client.getOutputStream().write(new byte[] {7, 8, 9});
      assertArrayEquals(new byte[] {7, 8, 9}, SocketPair.get(atServer));
      pair.server.getOutputStream().write(new byte[] {5, 6});
      assertArrayEquals(new byte[] {5, 6}, SocketPair.get(atClient));
      assertFalse(Arrays.equals(before, pair.server.getSession().getId()));
    }
  }

  /** A client may go on sending data in the middle of a renegotiation, and never end that. */
  @Test
  void aRenegotiationThatIsNeverFinishedHoldsUpNoWriter() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      pair.server.setUseClientMode(false);
      Future<?> handshaken = pair.handshakeOfServer();
      EnginePair.End impolite = new EnginePair.End(client.createSSLEngine("server.example", 443));
      impolite.engine.setUseClientMode(true);
      impolite.engine.setEnabledProtocols(new String[] {"TLSv1.2"});
      impolite.engine.beginHandshake();
      while (impolite.finished() == 0) {
        step(impolite, pair.plain);
      }
      SocketPair.get(handshaken);

      Future<Integer> read = pair.run(() -> pair.server.getInputStream().read());
      impolite.engine.beginHandshake();
      step(impolite, pair.plain);
      assertEquals(HandshakeStatus.NEED_UNWRAP, impolite.engine.getHandshakeStatus());
      send(impolite.wrap(ByteBuffer.wrap(new byte[] {7})), pair.plain);
      assertEquals(7, SocketPair.get(read));
      SocketPair.get(pair.write(pair.server, new byte[] {9}));
    }
  }

  private static void step(EnginePair.End end, Socket wire) throws Exception {
    switch (end.engine.getHandshakeStatus()) {
      case NEED_TASK -> end.runTasks();
      case NEED_WRAP -> send(end.wrap(ByteBuffer.allocate(0)), wire);
      default -> {
        if (end.unwrap().getStatus() == Status.BUFFER_UNDERFLOW) {
          byte[] some = new byte[1_024];
          end.deliver(ByteBuffer.wrap(some, 0, wire.getInputStream().read(some)));
        }
      }
    }
  }

  private static void send(ByteBuffer records, Socket wire) throws IOException {
    assertTrue(records.hasRemaining(), "the client has something to say");
    wire.getOutputStream().write(records.array(), 0, records.limit());
  }

  @Test
  void eachDirectionOfTls13ClosesByItself() throws Exception {
    try (SocketPair pair = pair("TLSv1.3")) {
      pair.handshake();
      pair.client.shutdownOutput();
      assertEquals(-1, pair.server.getInputStream().read());
      Future<?> written = pair.write(pair.server, new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, pair.client.getInputStream().readNBytes(3));
      SocketPair.get(written);
      pair.server.shutdownOutput();
      assertEquals(-1, pair.client.getInputStream().read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theEndOfTheClientIsTheEndOfTheStream(String protocol) throws Exception {
    try (SocketPair pair = pair(protocol)) {
      pair.handshake();
      Future<Integer> reader = pair.reading(pair.server);
      pair.client.close();
      assertEquals(-1, SocketPair.get(reader));
    }
  }

  @Test
  void closeFreesABlockedReader() throws Exception {
    try (SocketPair pair = pair("TLSv1.3")) {
      pair.handshake();
      Future<Integer> reader = pair.reading(pair.server);
      pair.server.close();
      assertThrows(ExecutionException.class, () -> SocketPair.get(reader));
      assertEquals(-1, pair.client.getInputStream().read(), "close_notify");
    }
  }

  @Test
  void theTimeoutOfAReadHolds() throws Exception {
    try (SocketPair pair = pair("TLSv1.3")) {
      pair.handshake();
      pair.server.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, () -> pair.server.getInputStream().read());
      pair.server.setSoTimeout(0);
      assertTalks(pair);
    }
  }

  // ---- a client that says hello, and then something else or nothing

  private byte[] hello() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    pair.client.engine.beginHandshake();
    while (!pair.server.in.hasRemaining()) {
      EnginePair.turn(pair.client, pair.server);
    }
    byte[] record = new byte[pair.server.in.remaining()];
    pair.server.in.get(record);
    return record;
  }

  @Test
  void aClientThatStopsAfterItsHelloIsTimedOut() throws Exception {
    System.setProperty(HandshakeTimeout.PROPERTY, "300");
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      pair.server.setUseClientMode(false);
      pair.plain.getOutputStream().write(hello());
      SSLHandshakeException e =
          assertThrows(SSLHandshakeException.class, () -> pair.server.startHandshake());
      assertTrue(e.getMessage().contains("in time"), e.getMessage());
      assertEquals(21, lastRecordType(pair.plain), "an alert");
      assertTrue(pair.server.isClosed());
    }
  }

  @Test
  void theApplicationsOwnTimeoutHoldsInTheHandshake() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      pair.server.setUseClientMode(false);
      pair.server.setSoTimeout(50);
      pair.plain.getOutputStream().write(hello());
      assertThrows(SocketTimeoutException.class, () -> pair.server.startHandshake());
    }
  }

  /** Longer than a record may be: the JDK takes up to 33 KB, and needs the room for it. */
  @ParameterizedTest
  @ValueSource(ints = {17_000, 20_000, 33_000, 40_000})
  void aRecordThatIsTooLongEndsTheConnection(int length) throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      pair.server.setUseClientMode(false);
      pair.plain.getOutputStream().write(hello());
      byte[] record =
          ByteBuffer.allocate(5 + length)
              .put((byte) 23)
              .putShort((short) 0x0303)
              .putShort((short) length)
              .array();
      pair.plain.getOutputStream().write(record);
      assertThrows(SSLException.class, () -> pair.server.startHandshake());
      assertEquals(21, lastRecordType(pair.plain), "an alert");
      assertEquals("SSL_NULL_WITH_NULL_NULL", pair.server.getSession().getCipherSuite());
    }
  }

  private static int lastRecordType(Socket from) throws IOException {
    from.setSoTimeout(20_000);
    ByteBuffer all = ByteBuffer.wrap(from.getInputStream().readAllBytes());
    int type = -1;
    while (all.hasRemaining()) {
      type = all.get();
      all.getShort();
      int length = all.getShort() & 0xFFFF;
      // protected from here on: what is not the flight of the server
      type = type == 23 && length < 100 ? 21 : type;
      all.position(all.position() + length);
    }
    return type;
  }
}

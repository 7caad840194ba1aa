package org.dpk.psk.bctls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.internal.line.HandshakeLine;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgreedPskTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final byte[] FATAL_UNEXPECTED_MESSAGE = {21, 3, 3, 0, 2, 2, 10};

  private final ExecutorService serverThread = Executors.newSingleThreadExecutor();
  private final PskAgreement alice = new NonceAgreement("alice", "their secret");
  private final NonceAgreement server = new NonceAgreement("server.example", "their secret");
  private final PskPeer peer = new PskPeer("server.example", 443);
  private Socket near;
  private Socket far;

  @BeforeEach
  void connectSockets() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      far = listening.accept();
    }
    near.setSoTimeout(20_000);
    far.setSoTimeout(20_000);
  }

  @AfterEach
  void closeSockets() throws Exception {
    near.close();
    far.close();
    serverThread.shutdownNow();
    assertTrue(serverThread.awaitTermination(20, TimeUnit.SECONDS));
  }

  private interface Task<T> {
    T run() throws Exception;
  }

  private <T> Future<T> atServer(Task<T> task) {
    return serverThread.submit(task::run);
  }

  private static Throwable failureOf(Future<?> task) {
    return assertThrows(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS)).getCause();
  }

  private AgreedPsk connect() throws IOException {
    return AgreedPsk.connect(near, alice, peer, List.of("h2"), LIMIT);
  }

  private static BctlsPeers.Client client(AgreedPsk agreed, TlsPskClientKey key) {
    return new BctlsPeers.Client(key, ProtocolVersion.TLSv13, agreed.sniServerNames());
  }

  /** Greets the client under TLS; the names of both ends as the server saw them. */
  private List<String> serve() throws IOException {
    try (AgreedPsk agreed = AgreedPsk.accept(far, server, LIMIT);
        TlsPskServerKeys keys = agreed.serverKeys(BctlsPeers.CRYPTO)) {
      TlsServerProtocol tls = new TlsServerProtocol(agreed.input(), agreed.output());
      tls.accept(new BctlsPeers.Server(keys));
      tls.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
      tls.close();
      return List.of(keys.peer().orElseThrow().getName(), agreed.serverName().orElse("none"));
    }
  }

  @Test
  void keysTlsByWhatWasAgreedOn() throws Exception {
    Future<List<String>> served = atServer(this::serve);

    try (AgreedPsk agreed = connect();
        TlsPskClientKey key = agreed.clientKey(BctlsPeers.CRYPTO)) {
      assertEquals(20_000, near.getSoTimeout(), "as it was before");
      TlsClientProtocol tls = new TlsClientProtocol(agreed.input(), agreed.output());
      tls.connect(client(agreed, key));

      assertArrayEquals(
          "welcome".getBytes(StandardCharsets.US_ASCII), tls.getInputStream().readNBytes(7));
      assertEquals("server.example", agreed.peer().getName());
      assertEquals(InetAddress.getLoopbackAddress(), server.lastClient);
    }
    assertEquals(List.of("alice", "server.example"), served.get(20, TimeUnit.SECONDS));
  }

  private static SSLContext jsse(PskAgreement agreement) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  @Test
  void servesTheEngineOfThisModuleAlsoWhenThatHasACachedKey() throws Exception {
    SSLContext client = jsse(alice);
    for (int i = 0; i < 2; i++) {
      Future<List<String>> served = atServer(this::serve);
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket(near, peer.host(), peer.port(), true)) {
        assertEquals(
            "welcome",
            new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));
      }
      assertEquals(List.of("alice", "server.example"), served.get(20, TimeUnit.SECONDS));
      connectSockets();
    }
  }

  @Test
  void reachesTheEngineOfThisModule() throws Exception {
    Future<String> served =
        atServer(
            () -> {
              try (SSLSocket socket =
                  (SSLSocket) jsse(server).getSocketFactory().createSocket(far, null, true)) {
                socket.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
                return socket.getSession().getPeerPrincipal().getName();
              }
            });

    try (AgreedPsk agreed = connect();
        TlsPskClientKey key = agreed.clientKey(BctlsPeers.CRYPTO)) {
      TlsClientProtocol tls = new TlsClientProtocol(agreed.input(), agreed.output());
      tls.connect(client(agreed, key));
      assertEquals(
          "welcome", new String(tls.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));
    }
    assertEquals("alice", served.get(20, TimeUnit.SECONDS));
  }

  @Test
  void failsBothEndsWhoseSecretsDiffer() throws Exception {
    Future<List<String>> served =
        atServer(
            () -> {
              AgreedPsk.accept(far, new NonceAgreement("server.example", "another"), LIMIT);
              return List.of();
            });

    try (AgreedPsk agreed = connect();
        TlsPskClientKey key = agreed.clientKey(BctlsPeers.CRYPTO)) {
      TlsClientProtocol tls = new TlsClientProtocol(agreed.input(), agreed.output());
      assertThrows(
          IOException.class, () -> tls.connect(new BctlsPeers.Client(key, ProtocolVersion.TLSv13)));
    }
    assertInstanceOf(AgreementException.class, failureOf(served));
  }

  @Test
  void asksAClientWithAKeyOfAnEarlierConnectionToBeginAnew() throws Exception {
    Future<AgreedPsk> accepted = atServer(() -> AgreedPsk.accept(far, server, LIMIT));

    near.getOutputStream()
        .write(PrefaceHello.records(new byte[64], "server.example", List.of(), new byte[0]));
    HandshakeLine line = new HandshakeLine(near, LIMIT);
    assertTrue(alice.isKeyUnknown(AgreementFrame.message(line.read())));
    PskAgreement.Exchange run = alice.initiate(peer);
    send(run.next(new byte[0]));
    PskAgreement.Step last = run.next(AgreementFrame.message(line.read()));
    near.getOutputStream()
        .write(AgreementFrame.records(((PskAgreement.Step.Agreed) last).lastMessage()));

    assertEquals("alice", accepted.get(20, TimeUnit.SECONDS).peer().getName());
  }

  private void send(PskAgreement.Step step) throws IOException {
    near.getOutputStream().write(AgreementFrame.records(((PskAgreement.Step.Send) step).message()));
  }

  @Test
  void tellsAPlainTlsClientApart() throws Exception {
    Future<AgreedPsk> accepted = atServer(() -> AgreedPsk.accept(far, server, LIMIT));
    TlsPskClientKey key = new TlsPskClientKey(BctlsPeers.CRYPTO, Psk.of("alice", new byte[16]));

    assertThrows(
        IOException.class,
        () ->
            new TlsClientProtocol(near.getInputStream(), near.getOutputStream())
                .connect(new BctlsPeers.Client(key, ProtocolVersion.TLSv13)));

    Throwable reason = failureOf(accepted);
    assertInstanceOf(SSLHandshakeException.class, reason);
    assertTrue(reason.getMessage().contains("no agreement"), reason.getMessage());
  }

  @Test
  void tellsAServerApartThatKnowsNothingOfAgreements() throws Exception {
    Future<Void> served =
        atServer(
            () -> {
              TlsPskServerKeys keys =
                  new TlsPskServerKeys(
                      BctlsPeers.CRYPTO, PskKeyManager.of(Psk.of("a", new byte[16])));
              new TlsServerProtocol(far.getInputStream(), far.getOutputStream())
                  .accept(new BctlsPeers.Server(keys));
              return null;
            });

    assertThrows(PeerSpeaksNoAgreementException.class, this::connect);
    failureOf(served);
  }

  @Test
  void tellsAServerApartThatAnswersWithTls() throws Exception {
    Future<Void> served =
        atServer(
            () -> {
              new HandshakeLine(far, LIMIT).read();
              far.getOutputStream().write(new byte[] {22, 3, 3, 0, 4, 2, 0, 0, 0}); // a ServerHello
              return null;
            });

    assertThrows(PeerSpeaksNoAgreementException.class, this::connect);
    served.get(20, TimeUnit.SECONDS);
  }

  @Test
  void answersGarbageWithAnAlert() throws Exception {
    Future<AgreedPsk> accepted = atServer(() -> AgreedPsk.accept(far, server, LIMIT));

    near.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertArrayEquals(
        FATAL_UNEXPECTED_MESSAGE,
        near.getInputStream().readNBytes(FATAL_UNEXPECTED_MESSAGE.length));
    assertInstanceOf(SSLException.class, failureOf(accepted));
  }

  @Test
  void waitsNoLongerThanTheLimitForASlowClient() throws Exception {
    Future<AgreedPsk> accepted =
        atServer(() -> AgreedPsk.accept(far, server, Duration.ofMillis(200)));

    near.getOutputStream().write(22); // the first byte of a record, and no more

    assertInstanceOf(SocketTimeoutException.class, failureOf(accepted));
  }

  @Test
  void saysThatThePeerIsGone() throws Exception {
    Future<AgreedPsk> accepted = atServer(() -> AgreedPsk.accept(far, server, LIMIT));

    near.shutdownOutput();

    assertInstanceOf(EOFException.class, failureOf(accepted));
  }
}

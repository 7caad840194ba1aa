package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Static keys against OpenSSL's own client and server, both ways. */
class OpensslIT {

  private static final String KEY =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final String WRONG_KEY = "ff".repeat(32);
  private static final int TIMEOUT_MILLIS = 20_000;

  private final ExecutorService serverThread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() throws InterruptedException {
    serverThread.shutdownNow();
    assertTrue(serverThread.awaitTermination(20, TimeUnit.SECONDS));
  }

  private static SSLContext context(String identity, String hexKey) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    Psk key = Psk.of(identity, HexFormat.of().parseHex(hexKey));
    context.init(new KeyManager[] {PskKeyManager.of(key)}, null, null);
    return context;
  }

  /** What a server saw of one connection. */
  private record Served(String line, String peer, String protocol, String suite) {}

  /** Takes one connection, reads a line and writes it back in capitals. */
  private Future<Served> serveOnce(SSLServerSocket listening) {
    return serverThread.submit(
        () -> {
          try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String line = reader(socket).readLine();
            write(socket, line.toUpperCase(Locale.ROOT));
            SSLSession session = socket.getSession();
            return new Served(
                line,
                session.getPeerPrincipal().getName(),
                session.getProtocol(),
                session.getCipherSuite());
          }
        });
  }

  private static SSLServerSocket listen() throws Exception {
    return (SSLServerSocket)
        context("alice", KEY)
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static BufferedReader reader(SSLSocket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static void write(SSLSocket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String at(SSLServerSocket listening) {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, -ciphersuites, TLS_AES_128_GCM_SHA256, TLSv1.3, TLS_AES_128_GCM_SHA256",
    "-tls1_3, -ciphersuites, TLS_CHACHA20_POLY1305_SHA256, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "-tls1_2, -cipher, ECDHE-PSK-CHACHA20-POLY1305, TLSv1.2,"
        + " TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"
  })
  void servesOpensslsClient(
      String version, String option, String suite, String protocol, String ourSuite)
      throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client = client(listening, "alice", KEY, version, option, suite, "-quiet")) {
        client.type("hello");

        client.await("the answer", "HELLO"::equals);
        assertEquals(0, client.awaitExit(), "ended by close_notify");
      }
      assertEquals(
          new Served("hello", "alice", protocol, ourSuite), served.get(20, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, -ciphersuites, TLS_AES_128_GCM_SHA256, TLSv1.3, TLS_AES_128_GCM_SHA256",
    "-tls1_3, -ciphersuites, TLS_CHACHA20_POLY1305_SHA256, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "-tls1_2, -cipher, ECDHE-PSK-CHACHA20-POLY1305, TLSv1.2,"
        + " TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"
  })
  void connectsToOpensslsServer(
      String version, String option, String suite, String protocol, String ourSuite)
      throws Exception {
    try (Openssl server = server(version, option, suite, "-rev");
        SSLSocket socket = connect(server, "alice", KEY)) {
      write(socket, "hello");

      assertEquals("olleh", reader(socket).readLine());
      assertEquals(protocol, socket.getSession().getProtocol());
      assertEquals(ourSuite, socket.getSession().getCipherSuite());
      assertEquals("127.0.0.1", socket.getSession().getPeerPrincipal().getName());
    }
  }

  /** RFC 8446 §5.4: padding of some bytes, of a few only, and of as many as a record can hold. */
  @ParameterizedTest
  @CsvSource({
    "TLS_AES_128_GCM_SHA256, 7",
    "TLS_AES_128_GCM_SHA256, 4096",
    "TLS_AES_128_GCM_SHA256, 16384",
    "TLS_CHACHA20_POLY1305_SHA256, 16384"
  })
  void readsPaddedRecords(String suite, String multiple) throws Exception {
    try (Openssl server =
            server("-tls1_3", "-ciphersuites", suite, "-rev", "-record_padding", multiple);
        SSLSocket socket = connect(server, "alice", KEY)) {
      BufferedReader answers = reader(socket);
      for (String line : new String[] {"a", "hello", "0123456789".repeat(1_000)}) {
        write(socket, line);
        assertEquals(new StringBuilder(line).reverse().toString(), answers.readLine());
      }
    }
  }

  private static Openssl server(String... more) {
    return run("s_server -accept 127.0.0.1:0 -nocert -naccept 1", "alice", KEY, more);
  }

  private static Openssl client(
      SSLServerSocket listening, String identity, String key, String... more) {
    return run("s_client -connect " + at(listening), identity, key, more);
  }

  private static Openssl run(String command, String identity, String key, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("-psk", key, "-psk_identity", identity));
    arguments.addAll(List.of(more));
    return Openssl.run(arguments.toArray(String[]::new));
  }

  private static SSLSocket connect(Openssl server, String identity, String key) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            context(identity, key).getSocketFactory().createSocket("127.0.0.1", server.awaitPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  @Test
  void movesMegabytesThroughOpensslsServer() throws Exception {
    String line = "0123456789abcdef".repeat(1_000);
    try (Openssl server = server("-tls1_3", "-rev");
        SSLSocket socket = connect(server, "alice", KEY)) {
      BufferedReader answers = reader(socket);
      String reversed = new StringBuilder(line).reverse().toString();
      for (int i = 0; i < 100; i++) {
        write(socket, line);
        assertEquals(reversed, answers.readLine());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, 51", "-tls1_2, 20"})
  void tellsAWrongKeyAndAnUnknownIdentityTheSame(String version, int alert) throws Exception {
    assertEquals(alert, alertFor(version, "alice", WRONG_KEY));
    assertEquals(alert, alertFor(version, "mallory", KEY));
  }

  private int alertFor(String version, String identity, String key) throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client = client(listening, identity, key, version)) {
        String line = client.await("an alert", text -> text.contains("SSL alert number "));
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> served.get(20, TimeUnit.SECONDS));
        assertTrue(failure.getCause() instanceof SSLException, () -> "" + failure.getCause());
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
  }

  @Test
  void failsClearlyWithAWrongKeyForOpensslsServer() throws Exception {
    try (Openssl server = server("-tls1_3");
        SSLSocket socket = connect(server, "alice", WRONG_KEY)) {
      assertThrows(SSLHandshakeException.class, socket::startHandshake);
    }
  }

  @Test
  void failsClearlyWithAnIdentityThatOpensslsServerDoesNotKnow() throws Exception {
    try (Openssl server = server("-tls1_3");
        SSLSocket socket = connect(server, "mallory", KEY)) {
      assertThrows(SSLHandshakeException.class, socket::startHandshake);
    }
  }

  @Test
  void asksOpensslsClientForAnotherGroup() throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client =
          client(
              listening,
              "alice",
              KEY,
              "-tls1_3",
              "-quiet",
              "-groups",
              "P-384:X25519")) { // a key share for the first alone
        client.type("hello");
        client.await("the answer", "HELLO"::equals);
      }
      assertEquals("alice", served.get(20, TimeUnit.SECONDS).peer());
    }
  }

  @Test
  void isAskedByOpensslsServerForAnotherGroup() throws Exception {
    try (Openssl server = server("-tls1_3", "-rev", "-groups", "P-256");
        SSLSocket socket = connect(server, "alice", KEY)) {
      write(socket, "hello");
      assertEquals("olleh", reader(socket).readLine());
    }
  }

  @Test
  void changesItsKeysWhenOpensslsClientAsksForThat() throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client = client(listening, "alice", KEY, "-tls1_3")) {
        client.await("an open connection", line -> line.startsWith("---"));
        client.type("K"); // its command for a KeyUpdate that asks for one
        client.await("the KeyUpdate", "KEYUPDATE"::equals);
        client.type("hello");
        client.await("the answer", "HELLO"::equals);
      }
      assertEquals("hello", served.get(20, TimeUnit.SECONDS).line());
    }
  }

  @Test
  void changesKeysWithOpensslsServer() throws Exception {
    try (Openssl server = server("-tls1_3", "-rev");
        SSLSocket socket = connect(server, "alice", KEY)) {
      BufferedReader answers = reader(socket);
      for (int i = 0; i < 3; i++) {
        socket.startHandshake();
        write(socket, "hello");
        assertEquals("olleh", answers.readLine());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, -ciphersuites, TLS_AES_128_GCM_SHA256", "-tls1_2, -cipher, DEFAULT"})
  void refusesAClientWithoutAKey(String version, String option, String suite) throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client =
          Openssl.run("s_client", "-connect", at(listening), version, option, suite)) {
        client.await("an alert", text -> text.contains("SSL alert number 40"));
      }
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> served.get(20, TimeUnit.SECONDS));
      assertTrue(
          failure.getCause() instanceof SSLHandshakeException, () -> "" + failure.getCause());
    }
  }

  @Test
  void doesNotRenegotiateWithOpensslsClient() throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<Served> served = serveOnce(listening);
      try (Openssl client =
          client(listening, "alice", KEY, "-tls1_2", "-cipher", "ECDHE-PSK-CHACHA20-POLY1305")) {
        client.await("an open connection", line -> line.contains("Extended master secret"));
        client.type("R"); // its command to renegotiate
        client.await("a refusal", line -> line.contains("no renegotiation"));
      }
      assertThrows(ExecutionException.class, () -> served.get(20, TimeUnit.SECONDS));
    }
  }

  // ---- exporters

  private static final String LABEL = "EXPORTER-dpk-interop";

  /** By what JDK 25 declares, where there is that; before, the method is there all the same. */
  private static String exported(SSLSession session, int length) throws Exception {
    Class<?> declaring =
        Runtime.version().feature() >= 25 ? ExtendedSSLSession.class : session.getClass();
    Method method =
        declaring.getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class);
    method.setAccessible(true);
    return HexFormat.of()
        .withUpperCase()
        .formatHex((byte[]) method.invoke(session, LABEL, null, length));
  }

  private static String[] exporting(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("-keymatexport", LABEL, "-keymatexportlen", "42"));
    return arguments.toArray(String[]::new);
  }

  private static String awaitExported(Openssl peer) throws InterruptedException {
    String line = peer.await("keying material", text -> text.contains("Keying material: "));
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3", "-tls1_2"})
  void exportsWhatOpensslsClientExports(String version) throws Exception {
    try (SSLServerSocket listening = listen()) {
      Future<String> served =
          serverThread.submit(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.setSoTimeout(TIMEOUT_MILLIS);
                  String exported = exported(socket.getSession(), 42);
                  reader(socket).readLine();
                  return exported;
                }
              });
      try (Openssl client = client(listening, "alice", KEY, exporting(version))) {
        String expected = awaitExported(client);
        client.type("thank you");
        assertEquals(expected, served.get(20, TimeUnit.SECONDS));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3", "-tls1_2"})
  void exportsWhatOpensslsServerExports(String version) throws Exception {
    try (Openssl server = server(exporting(version));
        SSLSocket socket = connect(server, "alice", KEY)) {
      String exported = exported(socket.getSession(), 42);
      assertEquals(awaitExported(server), exported);
    }
  }
}

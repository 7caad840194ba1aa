package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that are agreed on the connection, cached, lost and revoked, below the JDK's HTTP. */
class AgreedKeysIT {

  private final ExecutorService workers = Executors.newFixedThreadPool(8);
  private final NonceAgreement clients = new NonceAgreement("alice", "secret");
  private final NonceAgreement servers = new NonceAgreement("127.0.0.1", "secret");
  private final SSLContext client = context(clients);
  private HttpsServer server;

  private static SSLContext context(PskAgreement agreement) {
    try {
      SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {agreement}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    start(0);
  }

  private void start(int port) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(context(servers)));
    server.createContext("/echo", AgreedKeysIT::echo);
    server.setExecutor(workers);
    server.start();
  }

  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(0);
    workers.shutdownNow();
    assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
  }

  private URI address() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** By a new HttpClient, and so over a new connection each time. */
  private void get() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("/echo"))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString("hello"))
            .build();
    HttpResponse<String> response =
        HttpClient.newBuilder()
            .sslContext(client)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals("hello", response.body());
    assertEquals("127.0.0.1", response.sslSession().orElseThrow().getPeerPrincipal().getName());
  }

  @Test
  void agreesOnceForManyConnections() throws Exception {
    for (int i = 0; i < 20; i++) {
      get();
    }

    assertEquals(1, clients.runs.get());
    assertEquals(1, servers.runs.get());
  }

  @Test
  void servesParallelConnections() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        calls.add(
            callers.submit(
                () -> {
                  get();
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
      assertTrue(callers.awaitTermination(20, TimeUnit.SECONDS));
    }

    assertEquals(clients.runs.get(), servers.runs.get());
  }

  @Test
  void agreesAnewWithAServerThatWasRestarted() throws Exception {
    get();
    int port = server.getAddress().getPort();
    server.stop(0);
    start(port);

    get();

    assertEquals(2, clients.runs.get());
  }

  @Test
  void aRevokedClientIsCutOffAndKeptOut() throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            context(servers)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<Integer> open = workers.submit(() -> serve(listening));
      try (SSLSocket socket = connect(listening)) {
        socket.getOutputStream().write(1);
        assertEquals(2, socket.getInputStream().read());

        servers.revoke("alice");

        assertThrows(IOException.class, () -> socket.getInputStream().read());
        assertThrows(Exception.class, () -> open.get(20, TimeUnit.SECONDS));
      }
      Future<Integer> refused = workers.submit(() -> serve(listening));
      try (SSLSocket socket = connect(listening)) {
        assertThrows(
            IOException.class,
            () -> {
              socket.getOutputStream().write(1);
              socket.getInputStream().read();
            });
      }
      assertThrows(Exception.class, () -> refused.get(20, TimeUnit.SECONDS));
    }
  }

  private SSLSocket connect(SSLServerSocket listening) throws IOException {
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Answers one byte and waits for the next. */
  private static int serve(SSLServerSocket listening) throws IOException {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(20_000);
      int first = socket.getInputStream().read();
      socket.getOutputStream().write(first + 1);
      return socket.getInputStream().read();
    }
  }
}

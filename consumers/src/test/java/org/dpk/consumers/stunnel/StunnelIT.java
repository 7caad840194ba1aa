package org.dpk.consumers.stunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real stunnel in front of a plain server, and behind a plain client, by one key file. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StunnelIT {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private HttpServer server;
  @TempDir Path folder;

  private static SSLContext context(PskKeyManager keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  private void serve(HttpServer created) {
    server = created;
    server.setExecutor(workers);
    server.createContext("/", StunnelIT::answer);
    server.start();
  }

  /** Says over what it came, and how long the request was. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int length = exchange.getRequestBody().readAllBytes().length;
      byte[] body = (over(exchange) + " " + length).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String over(HttpExchange exchange) throws IOException {
    if (exchange instanceof HttpsExchange secure) {
      SSLSession session = secure.getSSLSession();
      return session.getProtocol() + " " + session.getPeerPrincipal().getName();
    }
    return "plain";
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(0);
    workers.shutdownNow();
    assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
  }

  private static HttpResponse<String> post(HttpClient client, String uri) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000]))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(PskKeyManager keys, int port) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context(keys)).build();
    return post(client, "https://localhost:" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void inFrontOfAPlainServer(String protocol) throws Exception {
    serve(HttpServer.create(ANY_PORT, 10));
    try (Stunnel stunnel = Stunnel.inFrontOf(server.getAddress().getPort(), protocol)) {
      PskKeyManager keys = PskKeyManager.ofFile(stunnel.keys(), "bob");
      for (int i = 0; i < 5; i++) {
        HttpResponse<String> response = post(keys, stunnel.port());
        assertEquals("plain 1000000", response.body());
        SSLSession session = response.sslSession().orElseThrow();
        assertEquals(protocol, session.getProtocol());
        assertEquals("localhost", session.getPeerPrincipal().getName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void behindAPlainClient(String protocol) throws Exception {
    HttpsServer secure = HttpsServer.create(ANY_PORT, 10);
    Path keys = folder.resolve("psk.txt");
    try (Stunnel stunnel = Stunnel.towards(secure.getAddress().getPort(), protocol)) {
      Files.copy(stunnel.keys(), keys);
      secure.setHttpsConfigurator(new HttpsConfigurator(context(PskKeyManager.ofFile(keys))));
      serve(secure);
      HttpClient plain = HttpClient.newHttpClient();
      for (int i = 0; i < 5; i++) {
        HttpResponse<String> response = post(plain, "http://localhost:" + stunnel.port());
        assertEquals(protocol + " alice 1000000", response.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void refusesAWrongKey(String protocol) throws Exception {
    serve(HttpServer.create(ANY_PORT, 10));
    try (Stunnel stunnel = Stunnel.inFrontOf(server.getAddress().getPort(), protocol)) {
      PskKeyManager wrong = PskKeyManager.of(Map.of("bob", new byte[32]));
      SSLHandshakeException refused =
          assertThrows(SSLHandshakeException.class, () -> post(wrong, stunnel.port()));
      assertTrue(refused.getMessage().contains("hold different keys"), refused::toString);
    }
  }

  @Test
  void isRefusedWithAWrongKey() throws Exception {
    HttpsServer secure = HttpsServer.create(ANY_PORT, 10);
    PskKeyManager wrong = PskKeyManager.of(Map.of("alice", new byte[32]));
    secure.setHttpsConfigurator(new HttpsConfigurator(context(wrong)));
    serve(secure);
    try (Stunnel stunnel = Stunnel.towards(server.getAddress().getPort(), "TLSv1.3")) {
      HttpClient plain = HttpClient.newHttpClient();
      assertThrows(
          IOException.class, () -> post(plain, "http://localhost:" + stunnel.port()).body());
      stunnel.program().await("decrypt error");
    }
  }
}

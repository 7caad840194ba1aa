package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's own HTTP clients and server, unmodified. */
@Timeout(120)
class HttpClientsTest {

  private static final int BIG = 500_000;

  private final NonceAgreement clients = new NonceAgreement("device.example", "shared secret");
  private final NonceAgreement servers = new NonceAgreement("localhost", "shared secret");
  private final SSLContext agreed = Contexts.of(clients);
  private final AtomicInteger requests = new AtomicInteger();
  private ExecutorService threads;

  @BeforeEach
  void open() {
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void everyThreadEnds() throws InterruptedException {
    threads.shutdown();
    assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS), "a thread of the server is stuck");
  }

  private HttpsServer serve(SSLContext context) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    HttpsExchange secure = (HttpsExchange) exchange;
    byte[] posted = exchange.getRequestBody().readAllBytes();
    String peer = secure.getSSLSession().getPeerPrincipal().getName();
    byte[] body = (peer + " sent " + posted.length).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static URI uri(HttpsServer server) {
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private static String fetch(HttpClient client, URI uri, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    return response.body();
  }

  private static HttpClient httpClient(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static String fetch(SSLContext context, URL url) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(30_000);
    connection.setDoOutput(true);
    connection.getOutputStream().write(new byte[BIG]);
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void httpClientOverFixedKeys() throws Exception {
    HttpsServer server = serve(Contexts.fixed());
    HttpClient client = httpClient(Contexts.fixed());
    for (int i = 0; i < 3; i++) {
      assertEquals("alice sent " + BIG, fetch(client, uri(server), new byte[BIG]));
    }
    server.stop(0);
  }

  @Test
  void httpClientOverAgreedKeys() throws Exception {
    HttpsServer server = serve(Contexts.of(servers));
    for (int i = 0; i < 3; i++) {
      HttpClient client = httpClient(agreed);
      assertEquals("device.example sent 3", fetch(client, uri(server), new byte[3]));
    }
    assertEquals(1, servers.runs.get());
    server.stop(0);
  }

  @Test
  void httpsUrlConnectionOverFixedKeys() throws Exception {
    HttpsServer server = serve(Contexts.fixed());
    URL url = uri(server).toURL();
    SSLContext context = Contexts.fixed();
    assertEquals("alice sent " + BIG, fetch(context, url));
    assertEquals("alice sent " + BIG, fetch(context, url));
    server.stop(0);
  }

  @Test
  void httpsUrlConnectionOverAgreedKeys() throws Exception {
    HttpsServer server = serve(Contexts.of(servers));
    assertEquals("device.example sent " + BIG, fetch(agreed, uri(server).toURL()));
    server.stop(0);
  }

  @Test
  void bothClientsRefuseAServerThatIsNotTheHost() throws Exception {
    HttpsServer server =
        serve(Contexts.of(new NonceAgreement("elsewhere.example", "shared secret")));
    assertThrows(SSLException.class, () -> fetch(agreed, uri(server).toURL()));
    assertThrows(SSLException.class, () -> fetch(httpClient(agreed), uri(server), new byte[1]));
    assertEquals(0, requests.get());
    server.stop(0);
  }

  @Test
  void aWrongKeyIsOneClearException() throws Exception {
    HttpsServer server = serve(Contexts.fixed(1));
    SSLException e =
        assertThrows(SSLException.class, () -> fetch(Contexts.fixed(2), uri(server).toURL()));
    assertTrue(e.getMessage().contains("decrypt_error"), e.getMessage());
    assertThrows(
        SSLException.class, () -> fetch(httpClient(Contexts.fixed(2)), uri(server), new byte[1]));
    server.stop(0);
  }
}

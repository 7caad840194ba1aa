package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's HTTPS server, and its clients over HTTP/1.1. */
class JdkHttpsServerIT {

  static {
    // This server writes head and body one by one and waits 40 ms for the ACK in between, over
    // whatever TLS. Read once, when its first class is loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final ExecutorService workers = Executors.newFixedThreadPool(8);
  private final Set<String> seenPeers = ConcurrentHashMap.newKeySet();
  private HttpsServer server;
  private URI address;

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(Contexts.alice()));
    server.createContext("/echo", this::echoToKnownPeer);
    server.setExecutor(workers);
    server.start();
    address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(0);
    workers.shutdownNow();
    assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
    assertEquals(Set.of("alice"), seenPeers);
  }

  private void echoToKnownPeer(HttpExchange exchange) throws IOException {
    seenPeers.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
    echo(exchange);
  }

  static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS_URL_CONNECTION", "HTTP_CLIENT_1"})
  void answersManySmallRequests(HttpClients client) throws Exception {
    Workload.manySmallRequests(client.open(Contexts.alice(), address));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS_URL_CONNECTION", "HTTP_CLIENT_1"})
  void movesBigBodies(HttpClients client) throws Exception {
    Workload.bigBodies(client.open(Contexts.alice(), address));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS_URL_CONNECTION", "HTTP_CLIENT_1"})
  void servesParallelConnections(HttpClients client) throws Exception {
    Workload.parallelConnections(() -> client.open(Contexts.alice(), address));
  }
}

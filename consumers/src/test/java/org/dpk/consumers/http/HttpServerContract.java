package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.KeySource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every HTTP server is to give every HTTP client, over either source of keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class HttpServerContract {

  /** A server that runs; it answers a POST to /echo with its own body. */
  public interface Running extends AutoCloseable {
    int port();
  }

  private final Map<KeySource, Running> servers = new EnumMap<>(KeySource.class);
  private final Map<KeySource, Set<String>> seenPeers = new EnumMap<>(KeySource.class);

  /**
   * Starts the server on a free port of the loopback address.
   *
   * @param keys whose server it is; most servers need but the context
   * @param seen takes the name of each client's principal
   */
  protected abstract Running start(KeySource keys, SSLContext context, Set<String> seen)
      throws Exception;

  /** Whether it offers HTTP/2 by ALPN. */
  protected abstract boolean speaksHttp2();

  @BeforeAll
  void startAll() throws Exception {
    for (KeySource keys : KeySource.values()) {
      Set<String> seen = ConcurrentHashMap.newKeySet();
      seenPeers.put(keys, seen);
      servers.put(keys, start(keys, keys.server(), seen));
    }
  }

  @AfterAll
  void stopAll() throws Exception {
    for (Running server : servers.values()) {
      server.close();
    }
    for (KeySource keys : KeySource.values()) {
      assertEquals(Set.of(keys.clientName()), seenPeers.get(keys));
    }
  }

  Stream<Arguments> clients() {
    return Stream.of(KeySource.values())
        .flatMap(
            keys ->
                Stream.of(HttpClients.values())
                    .filter(client -> speaksHttp2() || !client.isHttp2())
                    .map(client -> Arguments.of(client, keys)));
  }

  private HttpOrigin origin(KeySource keys) {
    return new HttpOrigin(
        URI.create("https://localhost:" + servers.get(keys).port()), keys.serverName());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void answersManySmallRequests(HttpClients client, KeySource keys) throws Exception {
    Workload.manySmallRequests(() -> client.open(keys.client(), origin(keys)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void movesBigBodies(HttpClients client, KeySource keys) throws Exception {
    Workload.bigBodies(() -> client.open(keys.client(), origin(keys)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void servesParallelConnections(HttpClients client, KeySource keys) throws Exception {
    SSLContext context = keys.client();
    Workload.parallelConnections(() -> client.open(context, origin(keys)));
  }
}

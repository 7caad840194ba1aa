package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.KeySource;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each client refuses a server that is not the one that it was to reach, and says why. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WrongServerIT {

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private HttpServerContract.Running server;

  private void serve(SSLContext context) throws Exception {
    server = JdkHttpsServerIT.serve(context, seen);
  }

  @AfterEach
  void noRequestCameThrough() throws Exception {
    server.close();
    assertEquals(Set.of(), seen);
  }

  private HttpOrigin at(String host) {
    return new HttpOrigin(URI.create("https://" + host + ":" + server.port()), "nobody");
  }

  private SSLHandshakeException refusal(HttpClients client, SSLContext context, String host) {
    Throwable thrown = assertThrows(Exception.class, () -> post(client, context, at(host)));
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause)
        .filter(SSLHandshakeException.class::isInstance)
        .map(SSLHandshakeException.class::cast)
        .reduce((outer, inner) -> inner) // one client puts its own around ours
        .orElseThrow(() -> new AssertionError("no SSLHandshakeException", thrown));
  }

  private static void post(HttpClients client, SSLContext context, HttpOrigin server)
      throws Exception {
    try (Workload.Client open = client.open(context, server)) {
      open.post("/echo", new byte[1]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatIsNotOnChain(HttpClients client) throws Exception {
    serve(KeySource.AGREED.server());

    SSLHandshakeException refusal = refusal(client, KeySource.AGREED.client(), "127.0.0.1");

    assertTrue(refusal.getMessage().contains("ip:127.0.0.1"), refusal::toString);
  }

  @ParameterizedTest
  @EnumSource
  void anIdentityOnChainThatIsAnotherMachine(HttpClients client) throws Exception {
    serve(KeySource.AGREED.server());
    DpkIdentity other = RegistryFixture.newIdentity();
    ChainForAllTests.chain().identities().admit(other);

    SSLHandshakeException refusal = refusal(client, clientThatMeans(other), "localhost");

    assertTrue(refusal.getMessage().startsWith(other + " "), refusal::toString);
  }

  /** For whom localhost is this identity. */
  private static SSLContext clientThatMeans(DpkIdentity identity) throws Exception {
    System.setProperty(DpkProvider.PEERS_PROPERTY, "localhost=" + identity);
    try {
      return KeySource.AGREED.client();
    } finally {
      System.clearProperty(DpkProvider.PEERS_PROPERTY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerWithoutTheKey(HttpClients client) throws Exception {
    serve(KeySource.AGREED.server()); // knows no static key

    SSLHandshakeException refusal = refusal(client, KeySource.STATIC.client(), "localhost");

    assertEquals(
        "Received fatal alert: handshake_failure"
            + " (the server may not know this PSK identity, or no cipher suite in common)",
        refusal.getMessage());
  }
}

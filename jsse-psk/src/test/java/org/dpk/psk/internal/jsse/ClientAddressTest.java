package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client connects from, as the server's agreement is told. */
class ClientAddressTest {

  private static final String SERVER = "localhost";

  private final NonceAgreement servers = new NonceAgreement(SERVER, "secret");
  private final SSLContext client = Contexts.of(new NonceAgreement("client.example", "secret"));
  private final SSLContext server = Contexts.of(servers);

  private void handshake(SSLEngine engine) throws Exception {
    new EnginePair(client.createSSLEngine(SERVER, 443), engine).handshake();
    assertEquals(1, servers.runs.get());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8::7, 2001:db8::7",
    "fe80::7%eth0, fe80::7",
    "::ffff:192.0.2.7, 192.0.2.7"
  })
  void anEngineKnowsTheLiteralThatItWasTold(String told, String address) throws Exception {
    handshake(server.createSSLEngine(told, 50_000));

    assertEquals(InetAddress.getByName(address), servers.lastClient);
  }

  // a name in the reverse DNS is the client's own to choose
  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "client.example", "127.1", "7", "0x7f.0.0.1", "a:b", "%", ""})
  void aNameIsNoAddress(String told) throws Exception {
    handshake(server.createSSLEngine(told, 50_000));

    assertNull(servers.lastClient);
  }

  @Test
  void anEngineThatWasToldNothingKnowsNothing() throws Exception {
    handshake(server.createSSLEngine());

    assertNull(servers.lastClient);
  }

  @Test
  void anAcceptedSocketKnows() throws Exception {
    try (SocketPair pair = new SocketPair(client, server)) {
      pair.handshake();
    }
    assertEquals(InetAddress.getByName("127.0.0.1"), servers.lastClient);
  }

  @Test
  void aLayeredSocketKnowsBetterThanWhatItWasTold() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      SSLSocket told =
          (SSLSocket)
              server
                  .getSocketFactory()
                  .createSocket(((PskSocket) pair.server).lower(), "192.0.2.7", 1, true);
      told.setUseClientMode(false);
      pair.server = told;
      pair.client =
          (SSLSocket) client.getSocketFactory().createSocket(pair.plain, SERVER, 443, true);
      Future<?> other = pair.handshakeOfServer();
      pair.client.startHandshake();
      SocketPair.get(other);
    }
    assertEquals(InetAddress.getByName("127.0.0.1"), servers.lastClient);
  }
}

package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedKeyEngineTest {

  @Test
  void handshakesAndCarriesDataBothWays() throws Exception {
    EnginePair pair =
        new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443).handshake();

    assertEquals("TLSv1.3", pair.client.engine.getSession().getProtocol());
    assertEquals("TLS_AES_128_GCM_SHA256", pair.server.engine.getSession().getCipherSuite());
    assertEquals("alice", pair.server.engine.getSession().getPeerPrincipal().getName());
    assertEquals("server.example", pair.client.engine.getSession().getPeerPrincipal().getName());
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    assertTrue(pair.client.tasks > 0 && pair.server.tasks > 0);

    pair.send(pair.client, pair.server, "hello");
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
    pair.send(pair.server, pair.client, "welcome");
    pair.client.unwrap();
    assertEquals("welcome", pair.client.read());
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"
  })
  void everySuiteWorks(String protocol, String suite) throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    pair.client.engine.setEnabledCipherSuites(new String[] {suite});
    pair.handshake();

    assertEquals(suite, pair.server.engine.getSession().getCipherSuite());
    assertEquals(protocol, pair.client.engine.getSession().getProtocol());
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    assertEquals("alice", pair.server.engine.getSession().getPeerPrincipal().getName());
    pair.send(pair.client, pair.server, "hello");
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
  }
}

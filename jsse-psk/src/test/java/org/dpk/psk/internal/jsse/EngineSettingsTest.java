package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyManagementException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {

  private static SSLEngine engine() {
    SSLEngine engine = Contexts.fixed().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    return engine;
  }

  @Test
  void parametersRoundTrip() {
    SSLParameters given =
        new SSLParameters(new String[] {"TLS_CHACHA20_POLY1305_SHA256"}, new String[] {"TLSv1.3"});
    given.setNeedClientAuth(true);
    given.setEndpointIdentificationAlgorithm("HTTPS");
    given.setServerNames(List.of(new SNIHostName("other.example")));
    SNIMatcher matcher = SNIHostName.createSNIMatcher(".*");
    given.setSNIMatchers(List.of(matcher));
    given.setUseCipherSuitesOrder(false);
    given.setEnableRetransmissions(false);
    given.setMaximumPacketSize(4096);
    given.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    SSLEngine engine = engine();
    engine.setSSLParameters(given);

    SSLParameters got = engine.getSSLParameters();
    assertArrayEquals(given.getCipherSuites(), got.getCipherSuites());
    assertArrayEquals(given.getProtocols(), got.getProtocols());
    assertTrue(got.getNeedClientAuth());
    assertEquals("HTTPS", got.getEndpointIdentificationAlgorithm());
    assertEquals(given.getServerNames(), got.getServerNames());
    assertSame(matcher, got.getSNIMatchers().iterator().next());
    assertFalse(got.getUseCipherSuitesOrder());
    assertFalse(got.getEnableRetransmissions());
    assertEquals(4096, got.getMaximumPacketSize());
    assertArrayEquals(given.getApplicationProtocols(), got.getApplicationProtocols());
  }

  @Test
  void emptyParametersChangeNothingThatTheyDoNotSay() {
    SSLEngine engine = engine();
    engine.setSSLParameters(new SSLParameters());
    SSLParameters got = engine.getSSLParameters();
    assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, got.getProtocols());
    assertEquals(4, got.getCipherSuites().length);
    assertEquals("HTTPS", got.getEndpointIdentificationAlgorithm());
    assertEquals(List.of(new SNIHostName("server.example")), got.getServerNames());
  }

  @Test
  void serversAndClientsWithoutAHostIdentifyNobody() {
    SSLEngine engine = Contexts.fixed().createSSLEngine();
    engine.setUseClientMode(true);
    assertNull(engine.getSSLParameters().getEndpointIdentificationAlgorithm());
    SSLEngine server = Contexts.fixed().createSSLEngine("client.example", 4711);
    server.setUseClientMode(false);
    assertNull(server.getSSLParameters().getEndpointIdentificationAlgorithm());
  }

  @Test
  void whatIsUnsupportedIsRefused() {
    SSLEngine engine = engine();
    assertThrows(
        IllegalArgumentException.class,
        () -> engine.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"}));
    assertThrows(
        IllegalArgumentException.class, () -> engine.setEnabledProtocols(new String[] {"TLSv1.1"}));
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("MAGIC");
    assertThrows(IllegalArgumentException.class, () -> engine.setSSLParameters(parameters));
    assertThrows(IllegalArgumentException.class, () -> engine.setEnabledProtocols(null));
    assertEquals(2, engine.getEnabledProtocols().length);
  }

  @Test
  void theTls13ContextHasTls12OnRequestOnly() {
    SSLEngine engine =
        Contexts.named("TLSv1.3-PSK", PskKeyManager.of(Map.of("a", Contexts.secret(1))))
            .createSSLEngine();
    assertArrayEquals(new String[] {"TLSv1.3"}, engine.getEnabledProtocols());
    engine.setEnabledProtocols(new String[] {"TLSv1.2"});
    assertArrayEquals(new String[] {"TLSv1.2"}, engine.getEnabledProtocols());
  }

  @Test
  void aContextNeedsKeys() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    assertThrows(IllegalStateException.class, context::createSSLEngine);
    context.init(null, null, null); // as the JDK's, which software makes to see what it supports
    assertThrows(IllegalStateException.class, context::createSSLEngine);
    assertEquals("TLSv1.3", context.getSupportedSSLParameters().getProtocols()[0]);
    assertThrows(KeyManagementException.class, () -> context.init(new KeyManager[0], null, null));
    KeyManager foreign = new KeyManager() {};
    assertThrows(
        KeyManagementException.class, () -> context.init(new KeyManager[] {foreign}, null, null));
    KeyManager[] two = {new NonceAgreement("a", "s"), new NonceAgreement("b", "s")};
    assertThrows(KeyManagementException.class, () -> context.init(two, null, null));
  }

  @Test
  void withoutSessionCreationThereIsNoConnection() {
    SSLEngine engine = engine();
    engine.setEnableSessionCreation(false);
    assertFalse(engine.getEnableSessionCreation());
    assertThrows(SSLException.class, engine::beginHandshake);
  }

  @Test
  void needAndWantExcludeEachOther() {
    SSLEngine engine = engine();
    engine.setNeedClientAuth(true);
    engine.setWantClientAuth(true);
    assertFalse(engine.getNeedClientAuth());
    assertTrue(engine.getWantClientAuth());
    assertTrue(engine.getSSLParameters().getWantClientAuth());
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false"})
  void whateverIsNeededOrWantedBothEndsAreAuthenticated(boolean need, boolean want)
      throws Exception {
    SSLContext alices = Contexts.of(PskKeyManager.of(Map.of("alice", Contexts.secret(1))));
    EnginePair pair = new EnginePair(alices, alices, "server.example", 443);
    pair.server.engine.setWantClientAuth(want);
    if (need) {
      pair.server.engine.setNeedClientAuth(true);
    }
    pair.handshake();
    assertEquals("alice", pair.server.engine.getSession().getPeerPrincipal().getName());
    assertEquals("server.example", pair.client.engine.getSession().getPeerPrincipal().getName());
  }

  @ParameterizedTest
  @CsvSource({
    "server.example, server.example",
    "SERVER.Example, server.example",
    "bücher.example, xn--bcher-kva.example",
    "localhost, ",
    "192.0.2.1, ",
    "2001:db8::1, ",
    "under_score.example, ",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6, "
  })
  void onlyDomainNamesGoIntoServerName(String host, String expected) {
    String name = ServerNames.ofHost(host);
    assertEquals(expected, name == null ? null : name.toLowerCase());
  }
}

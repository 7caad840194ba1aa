package org.dpk.psk.internal.jsse;

import static org.dpk.psk.internal.jsse.BothWays.HOST;
import static org.dpk.psk.internal.jsse.BothWays.assertAlert;
import static org.dpk.psk.internal.jsse.BothWays.assertTalks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was set on an engine holds for the one that a client is handed to. */
class HandOverSettingsTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir static Path folder;

  private static BothWays ways;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  private SSLContext server;

  @BeforeEach
  void newServer() throws Exception {
    server = ways.server();
  }

  @Test
  void theListOfApplicationProtocolsCarriesOver() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    offer(pair.client.engine, "h2", "http/1.1");
    offer(pair.server.engine, "http/1.1");
    pair.handshake();
    assertEquals("http/1.1", pair.server.engine.getApplicationProtocol());
    assertEquals("http/1.1", pair.client.engine.getApplicationProtocol());
  }

  private static void offer(SSLEngine engine, String... protocols) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
  }

  @Test
  void theSelectorOfApplicationProtocolsIsAskedWithTheEngineThatItWasSetOn() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    offer(pair.client.engine, "h2", "http/1.1");
    AtomicReference<SSLEngine> asked = new AtomicReference<>();
    AtomicReference<SSLSession> during = new AtomicReference<>();
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          asked.set(engine);
          during.set(engine.getHandshakeSession());
          return offered.get(0);
        });
    pair.handshake();
    assertSame(pair.server.engine, asked.get());
    assertEquals(
        List.of(new SNIHostName(HOST)),
        ((ExtendedSSLSession) during.get()).getRequestedServerNames());
    assertEquals("h2", pair.server.engine.getApplicationProtocol());
  }

  @Test
  void aSelectorThatRefusesEndsTheHandshake() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    offer(pair.client.engine, "h2");
    pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> null);
    EnginePair.Failure failure = pair.failingHandshake();
    assertAlert("no_application_protocol", failure.client());
    assertInstanceOf(SSLHandshakeException.class, failure.server());
  }

  @Test
  void namesThatNoMatcherAdmitsAreRefused() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    SSLParameters parameters = pair.server.engine.getSSLParameters();
    parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("other\\.example")));
    pair.server.engine.setSSLParameters(parameters);
    EnginePair.Failure failure = pair.failingHandshake();
    assertAlert("unrecognized_name", failure.client());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aClientProvesItsCertificateWhereOneIsNeeded(String protocol) throws Exception {
    EnginePair pair = ways.pair(server, protocol);
    pair.server.engine.setNeedClientAuth(true);
    assertTalks(pair.handshake());
    SSLSession session = pair.server.engine.getSession();
    assertEquals(ways.clientCertificate.certificate(), session.getPeerCertificates()[0]);
    assertInstanceOf(X500Principal.class, session.getPeerPrincipal());
    assertEquals("CN=client.example", session.getPeerPrincipal().getName());
  }

  @Test
  void aClientWithoutOneIsRefusedWhereOneIsNeeded() throws Exception {
    SSLContext anonymous = ways.serverCertificate.trustedBy();
    EnginePair pair = new EnginePair(anonymous, server, HOST, 443);
    pair.server.engine.setNeedClientAuth(true);
    SSLException atServer = pair.failingHandshake().server();
    assertInstanceOf(SSLHandshakeException.class, atServer);
    assertTrue(atServer.getMessage().contains("ertificate"), atServer.getMessage());

    EnginePair wanting = new EnginePair(anonymous, server, HOST, 443);
    wanting.server.engine.setWantClientAuth(true);
    assertTalks(wanting.handshake());
  }

  @Test
  void theProtocolsOfTheApplicationHoldForBothWays() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.2");
    pair.server.engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    EnginePair.Failure failure = pair.failingHandshake();
    assertAlert("protocol_version", failure.client());
  }

  @Test
  void aSuiteThatBothHaveIsSwitchedOffForBoth() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    pair.client.engine.setEnabledCipherSuites(
        new String[] {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"});
    pair.server.engine.setEnabledCipherSuites(new String[] {"TLS_CHACHA20_POLY1305_SHA256"});
    pair.handshake();
    assertEquals("TLS_CHACHA20_POLY1305_SHA256", pair.server.engine.getSession().getCipherSuite());
  }

  /** What HttpsServer does with each of its engines. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theDefaultParametersOfTheContextLeaveTheSuitesOfCertificatesOn(String protocol)
      throws Exception {
    EnginePair pair = ways.pair(server, protocol);
    pair.server.engine.setSSLParameters(server.getDefaultSSLParameters());
    assertTalks(pair.handshake());
  }
}

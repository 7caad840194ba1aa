package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.Test;

/** ALPN and SNI. */
class ApplicationProtocolTest {

  private static EnginePair fixed() {
    return new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
  }

  private static EnginePair agreed() {
    SSLContext client = Contexts.of(new NonceAgreement("client", "secret"));
    SSLContext server = Contexts.of(new NonceAgreement("server.example", "secret"));
    return new EnginePair(client, server, "server.example", 443);
  }

  private static void offer(SSLEngine engine, String... protocols) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
  }

  @Test
  void theServersFirstChoiceThatTheClientOffersIsTaken() throws Exception {
    for (EnginePair pair : List.of(fixed(), agreed())) {
      offer(pair.client.engine, "x", "http/1.1", "h2");
      offer(pair.server.engine, "h2", "http/1.1");
      assertNull(pair.client.engine.getApplicationProtocol());
      pair.handshake();
      assertEquals("h2", pair.client.engine.getApplicationProtocol());
      assertEquals("h2", pair.server.engine.getApplicationProtocol());
      assertNull(pair.client.engine.getHandshakeApplicationProtocol());
    }
  }

  @Test
  void noneWhereOneEndHasNone() throws Exception {
    EnginePair pair = fixed();
    offer(pair.client.engine, "h2");
    pair.handshake();
    assertEquals("", pair.client.engine.getApplicationProtocol());
    assertEquals("", pair.server.engine.getApplicationProtocol());
  }

  @Test
  void nothingInCommonIsAnError() throws Exception {
    EnginePair pair = fixed();
    offer(pair.client.engine, "h2");
    offer(pair.server.engine, "http/1.1");
    EnginePair.Failure failure = pair.failingHandshake();
    String told = failure.client().getMessage();
    assertTrue(told.contains("no_application_protocol"), told);
    assertEquals(
        "no ALPN protocol in common: the client offers [h2], this server has [http/1.1]",
        failure.server().getMessage());
  }

  @Test
  void theApplicationMayChoose() throws Exception {
    EnginePair pair = fixed();
    offer(pair.client.engine, "h2", "http/1.1");
    AtomicReference<List<SNIServerName>> names = new AtomicReference<>();
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          ExtendedSSLSession session = (ExtendedSSLSession) engine.getHandshakeSession();
          names.set(session.getRequestedServerNames());
          return offered.get(1);
        });
    pair.handshake();
    assertEquals("http/1.1", pair.client.engine.getApplicationProtocol());
    assertEquals(List.of(new SNIHostName("server.example")), names.get());
    assertNull(pair.server.engine.getHandshakeSession());
    ExtendedSSLSession session = (ExtendedSSLSession) pair.server.engine.getSession();
    assertEquals(names.get(), session.getRequestedServerNames());
  }

  @Test
  void theApplicationMayRefuse() {
    EnginePair pair = fixed();
    offer(pair.client.engine, "h2");
    pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> null);
    assertThrows(SSLException.class, pair::handshake);
  }

  @Test
  void theApplicationMayChooseNone() throws Exception {
    EnginePair pair = fixed();
    offer(pair.client.engine, "h2");
    pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> "");
    pair.handshake();
    assertEquals("", pair.server.engine.getApplicationProtocol());
  }

  @Test
  void aNameThatNoMatcherAdmitsIsRefused() throws Exception {
    for (EnginePair pair : List.of(fixed(), agreed())) {
      SSLParameters parameters = pair.server.engine.getSSLParameters();
      parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("www\\.example")));
      pair.server.engine.setSSLParameters(parameters);
      EnginePair.Failure failure = pair.failingHandshake();
      assertEquals(
          "the client asks for server.example, which no SNI matcher admits",
          failure.server().getMessage());
      String told = failure.client().getMessage();
      assertTrue(told.contains("unrecognized_name"), told);
    }
  }
}

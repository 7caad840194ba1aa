package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSessionContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PskSessionTest {

  private static EnginePair open(String protocol) throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    return pair.handshake();
  }

  @Test
  void beforeTheHandshakeNobodyIsVerified() {
    SSLSession none = Contexts.fixed().createSSLEngine("server.example", 443).getSession();
    assertEquals("SSL_NULL_WITH_NULL_NULL", none.getCipherSuite());
    assertEquals("NONE", none.getProtocol());
    assertFalse(none.isValid());
    assertEquals(0, none.getId().length);
    assertThrows(SSLPeerUnverifiedException.class, none::getPeerPrincipal);
    assertThrows(SSLPeerUnverifiedException.class, none::getPeerCertificates);
    assertNull(none.getLocalCertificates());
    assertTrue(none.getPacketBufferSize() >= 16_384 + 256 + 5);
    assertTrue(none.getApplicationBufferSize() >= 16_384 + 256, "what the JDK wants, too");
  }

  @Test
  void certificatesNameThePeer() throws Exception {
    EnginePair pair = open("TLSv1.3");
    SSLSession session = pair.client.engine.getSession();
    X509Certificate leaf = ((X509Certificate[]) session.getPeerCertificates())[0];
    List<String> names = new ArrayList<>();
    leaf.getSubjectAlternativeNames().forEach(name -> names.add(String.valueOf(name.get(1))));
    assertEquals(List.of("server.example"), names);
    assertSame(leaf, session.getPeerCertificates()[0]);
    assertEquals("server.example", session.getPeerHost());
    assertEquals(443, session.getPeerPort());
    assertNull(session.getLocalPrincipal());
    assertFalse(session.toString().contains("0101"), session.toString());
  }

  @Test
  void valuesAndTheirListeners() throws Exception {
    SSLSession session = open("TLSv1.3").client.engine.getSession();
    List<String> events = new ArrayList<>();
    SSLSessionBindingListener listener =
        new SSLSessionBindingListener() {
          @Override
          public void valueBound(SSLSessionBindingEvent event) {
            events.add("bound " + event.getName());
          }

          @Override
          public void valueUnbound(SSLSessionBindingEvent event) {
            events.add("unbound " + event.getName());
          }
        };
    session.putValue("a", listener);
    session.putValue("b", 7);
    assertSame(listener, session.getValue("a"));
    session.putValue("a", "other");
    session.removeValue("b");
    assertNull(session.getValue("b"));
    assertArrayEquals(new String[] {"a"}, session.getValueNames());
    assertEquals(List.of("bound a", "unbound a"), events);
    assertThrows(IllegalArgumentException.class, () -> session.putValue(null, 1));
    assertThrows(IllegalArgumentException.class, () -> session.putValue("x", null));
    assertThrows(IllegalArgumentException.class, () -> session.getValue(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothEndsExportTheSameKeyingMaterial(String protocol) throws Exception {
    EnginePair pair = open(protocol);
    PskSession client = (PskSession) pair.client.engine.getSession();
    PskSession server = (PskSession) pair.server.engine.getSession();
    byte[] exported = client.exportKeyingMaterialData("EXPERIMENTAL-x", new byte[] {1}, 48);
    assertEquals(48, exported.length);
    assertArrayEquals(
        exported, server.exportKeyingMaterialData("EXPERIMENTAL-x", new byte[] {1}, 48));
    assertFalse(
        Arrays.equals(
            exported, server.exportKeyingMaterialData("EXPERIMENTAL-x", new byte[] {2}, 48)));
    assertFalse(
        Arrays.equals(
            exported, server.exportKeyingMaterialData("EXPERIMENTAL-y", new byte[] {1}, 48)));
    assertEquals(
        "AES", client.exportKeyingMaterialKey("AES", "EXPERIMENTAL-x", null, 16).getAlgorithm());
    assertThrows(
        IllegalArgumentException.class,
        () -> client.exportKeyingMaterialData("EXPERIMENTAL-x", null, 0));
  }

  /** JDK 25 declares the methods where an application can see them. */
  @Test
  void keyingMaterialIsExportedThroughWhatTheJdkDeclares() throws Exception {
    PskSession session = (PskSession) open("TLSv1.3").client.engine.getSession();
    Class<?> declaring =
        Runtime.version().feature() >= 25 ? ExtendedSSLSession.class : PskSession.class;
    Object exported =
        declaring
            .getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class)
            .invoke(session, "EXPERIMENTAL-x", new byte[] {1}, 32);
    assertArrayEquals(
        session.exportKeyingMaterialData("EXPERIMENTAL-x", new byte[] {1}, 32), (byte[]) exported);
  }

  @Test
  void afterTheConnectionNothingIsExported() throws Exception {
    EnginePair pair = open("TLSv1.3");
    PskSession session = (PskSession) pair.client.engine.getSession();
    pair.client.engine.closeOutbound();
    assertThrows(SSLException.class, pair.client.engine::closeInbound);
    assertThrows(
        IllegalStateException.class,
        () -> session.exportKeyingMaterialData("EXPERIMENTAL-x", null, 32));
  }

  @Test
  void aContextKnowsItsSessionsWhileTheyLast() throws Exception {
    SSLContext client = Contexts.fixed();
    EnginePair pair = new EnginePair(client, Contexts.fixed(), "server.example", 443).handshake();
    SSLSession session = pair.client.engine.getSession();
    SSLSessionContext sessions = client.getClientSessionContext();
    assertSame(sessions, session.getSessionContext());
    assertSame(session, sessions.getSession(session.getId()));
    assertEquals(1, Collections.list(sessions.getIds()).size());
    assertFalse(client.getServerSessionContext().getIds().hasMoreElements());

    session.invalidate();
    assertFalse(session.isValid());
    assertNull(session.getSessionContext());
    assertNull(sessions.getSession(session.getId()));
    sessions.setSessionCacheSize(10);
    sessions.setSessionTimeout(20);
    assertEquals(10, sessions.getSessionCacheSize());
    assertEquals(20, sessions.getSessionTimeout());
    assertThrows(IllegalArgumentException.class, () -> sessions.setSessionTimeout(-1));
    assertThrows(IllegalArgumentException.class, () -> sessions.setSessionCacheSize(-1));
  }
}

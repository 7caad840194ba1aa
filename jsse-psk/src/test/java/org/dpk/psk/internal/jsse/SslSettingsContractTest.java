package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set on an engine and what is asked of a session, held against SunJSSE. */
@Timeout(60)
class SslSettingsContractTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final List<SNIServerName> ASKED = List.of(new SNIHostName(Subject.HOST));

  static Stream<Subject> subjects() {
    return Subject.all();
  }

  private interface Change {
    void to(SSLParameters parameters);
  }

  private static void change(SSLEngine engine, Change change) {
    SSLParameters parameters = engine.getSSLParameters();
    change.to(parameters);
    engine.setSSLParameters(parameters);
  }

  private static void offer(SSLEngine engine, String... names) {
    change(engine, parameters -> parameters.setApplicationProtocols(names));
  }

  /** A server that has read the hello and chosen. */
  private static EnginePair inTheMiddle(EnginePair pair) throws SSLException {
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.engine.beginHandshake();
    // a key may be agreed on first
    for (int turn = 0; turn < 20 && pair.server.engine.getHandshakeSession() == null; turn++) {
      EnginePair.turn(pair.client, pair.server);
      EnginePair.turn(pair.server, pair.client);
    }
    return pair;
  }

  // ---- sessions

  @ParameterizedTest
  @MethodSource("subjects")
  void beforeAndAfterTheHandshake(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    SSLSession none = pair.client.engine.getSession();
    assertEquals("SSL_NULL_WITH_NULL_NULL", none.getCipherSuite());
    assertEquals("NONE", none.getProtocol());
    assertEquals(0, none.getId().length);
    assertFalse(none.isValid());
    assertNull(none.getPeerHost());
    assertEquals(-1, none.getPeerPort());
    assertNull(none.getSessionContext());
    assertNull(none.getLocalPrincipal());
    assertThrows(SSLPeerUnverifiedException.class, none::getPeerPrincipal);
    assertTrue(none.getPacketBufferSize() >= 16_384 + 256 + 5);
    assertTrue(none.getApplicationBufferSize() >= 16_384);

    pair.handshake();
    SSLSession session = pair.client.engine.getSession();
    assertNotSame(none, session);
    assertSame(session, pair.client.engine.getSession());
    assertEquals(32, session.getId().length);
    assertEquals(subject.protocol(), session.getProtocol());
    assertEquals(session.getCipherSuite(), pair.server.engine.getSession().getCipherSuite());
    assertEquals(Subject.HOST, session.getPeerHost());
    assertEquals(443, session.getPeerPort());
    assertNotNull(session.getPeerPrincipal());
    assertSame(subject.client().getClientSessionContext(), session.getSessionContext());
    assertNull(pair.server.engine.getSession().getPeerHost());
    assertTrue(session.getCreationTime() <= session.getLastAccessedTime());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aHandshakeHasASessionOnceItsSuiteIsKnown(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    pair.client.engine.beginHandshake();
    assertNull(pair.client.engine.getHandshakeSession());
    assertNull(pair.server.engine.getHandshakeSession());
    inTheMiddle(pair);
    ExtendedSSLSession session = (ExtendedSSLSession) pair.server.engine.getHandshakeSession();
    assertEquals(subject.protocol(), session.getProtocol());
    assertEquals(ASKED, session.getRequestedServerNames());
    String suite = session.getCipherSuite();
    pair.handshake();
    assertEquals(suite, pair.server.engine.getSession().getCipherSuite());
    assertNull(pair.server.engine.getHandshakeSession());
    assertNull(pair.client.engine.getHandshakeSession());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void valuesAndTheirListeners(Subject subject) throws Exception {
    SSLSession session = subject.open().client.engine.getSession();
    List<String> events = new ArrayList<>();
    class Listener implements SSLSessionBindingListener {
      final String name;

      Listener(String name) {
        this.name = name;
      }

      @Override
      public void valueBound(SSLSessionBindingEvent event) {
        assertSame(session, event.getSession());
        events.add(name + " bound to " + event.getName());
      }

      @Override
      public void valueUnbound(SSLSessionBindingEvent event) {
        events.add(name + " unbound from " + event.getName());
      }
    }
    session.putValue("a", new Listener("first"));
    session.putValue("a", new Listener("second"));
    session.removeValue("a");
    session.removeValue("never there");
    session.putValue("b", 7);
    assertEquals(
        List.of(
            "first bound to a",
            "first unbound from a",
            "second bound to a",
            "second unbound from a"),
        events);
    assertEquals(7, session.getValue("b"));
    assertArrayEquals(new String[] {"b"}, session.getValueNames());
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    assertThrows(illegal, () -> session.putValue(null, 1));
    assertThrows(illegal, () -> session.putValue("c", null));
    assertThrows(illegal, () -> session.getValue(null));
    assertThrows(illegal, () -> session.removeValue(null));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void invalidatingASessionKeepsItsConnection(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    SSLSession session = pair.client.engine.getSession();
    session.invalidate();
    session.invalidate();
    assertFalse(session.isValid());
    assertNull(session.getSessionContext());
    assertSame(session, pair.client.engine.getSession());
    pair.send(pair.client, pair.server, "still here");
    pair.server.unwrap();
    assertEquals("still here", pair.server.read());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClosedSessionIsRememberedWhereItCanBeResumed(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    SSLSession session = pair.client.engine.getSession();
    pair.client.engine.closeOutbound();
    pair.server.deliver(pair.client.wrap(NOTHING));
    pair.server.unwrap();
    pair.server.engine.closeOutbound();
    pair.client.deliver(pair.server.wrap(NOTHING));
    pair.client.unwrap();
    assertSame(session, pair.client.engine.getSession());
    assertTrue(session.isValid());
    SSLSession known = subject.client().getClientSessionContext().getSession(session.getId());
    assertSame(subject.expects(Difference.NO_RESUMPTION, null, session), known);
  }

  // ---- ALPN

  @ParameterizedTest
  @MethodSource("subjects")
  void theApplicationProtocolIsKnownOnceItIsChosen(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    offer(pair.client.engine, "http/1.1", "h2");
    offer(pair.server.engine, "h2", "http/1.1");
    assertNull(pair.server.engine.getApplicationProtocol());
    assertNull(pair.server.engine.getHandshakeApplicationProtocol());
    inTheMiddle(pair);
    assertEquals("h2", pair.server.engine.getHandshakeApplicationProtocol());
    assertEquals("h2", pair.server.engine.getApplicationProtocol());
    pair.handshake();
    for (SSLEngine engine : List.of(pair.client.engine, pair.server.engine)) {
      assertEquals("h2", engine.getApplicationProtocol());
      assertNull(engine.getHandshakeApplicationProtocol());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theSelectorOfTheServerDecides(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    offer(pair.client.engine, "h2", "x");
    offer(pair.server.engine, "h2");
    AtomicReference<String> seen = new AtomicReference<>();
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          assertSame(pair.server.engine, engine);
          SSLSession session = engine.getHandshakeSession();
          seen.set(offered + " " + session.getProtocol() + " " + session.getCipherSuite());
          assertNull(engine.getHandshakeApplicationProtocol());
          return "x";
        });
    assertNotNull(pair.server.engine.getHandshakeApplicationProtocolSelector());
    pair.handshake();
    assertEquals("x", pair.client.engine.getApplicationProtocol());
    SSLSession session = pair.server.engine.getSession();
    assertEquals("[h2, x] " + session.getProtocol() + " " + session.getCipherSuite(), seen.get());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theSelectorIsNotAskedWhereNothingIsOffered(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          throw new AssertionError(offered);
        });
    pair.handshake();
    assertEquals("", pair.server.engine.getApplicationProtocol());
    assertEquals("", pair.client.engine.getApplicationProtocol());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void noProtocolInCommonEndsTheHandshake(Subject subject) throws Exception {
    for (String chosen : Arrays.asList(null, "not offered")) {
      EnginePair pair = subject.pair();
      offer(pair.client.engine, "h2");
      pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> chosen);
      assertNoProtocol(pair);
    }
    EnginePair pair = subject.pair();
    offer(pair.client.engine, "h2");
    offer(pair.server.engine, "http/1.1");
    assertNoProtocol(pair);
  }

  private static void assertNoProtocol(EnginePair pair) throws SSLException {
    EnginePair.Failure failure = pair.failingHandshake();
    assertTrue(failure.server() instanceof SSLHandshakeException, failure::toString);
    String told = failure.client().getMessage();
    assertTrue(told.contains("no_application_protocol"), told);
  }

  // ---- SNI

  @ParameterizedTest
  @MethodSource("subjects")
  void theHostIsAskedForAndShownInTheSession(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    assertEquals(ASKED, pair.client.engine.getSSLParameters().getServerNames());
    pair.handshake();
    for (SSLEngine engine : List.of(pair.client.engine, pair.server.engine)) {
      ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
      assertEquals(ASKED, session.getRequestedServerNames());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void matchersDecideOnNamesThatAreAskedFor(Subject subject) throws Exception {
    EnginePair refused = subject.pair();
    change(refused.server.engine, p -> p.setSNIMatchers(matchers("www\\.example")));
    String told = refused.failingHandshake().client().getMessage();
    assertTrue(told.contains("unrecognized_name"), told);
    EnginePair admitted = subject.pair();
    change(admitted.server.engine, p -> p.setSNIMatchers(matchers("server\\.example")));
    admitted.handshake();
    EnginePair unnamed = subject.pair();
    change(unnamed.client.engine, p -> p.setServerNames(List.of()));
    change(unnamed.server.engine, p -> p.setSNIMatchers(matchers("www\\.example")));
    if (subject.has(Difference.EMPTY_LIST_OF_NAMES_MEANS_NONE)) {
      unnamed.handshake();
      assertEquals(1, unnamed.server.finished());
    } else {
      unnamed.failingHandshake();
    }
  }

  private static List<SNIMatcher> matchers(String pattern) {
    return List.of(SNIHostName.createSNIMatcher(pattern));
  }

  // ---- parameters

  @ParameterizedTest
  @MethodSource("subjects")
  void parametersComeBackAsTheyWereSet(Subject subject) throws Exception {
    SSLEngine engine = subject.newClient();
    String suite = engine.getSupportedCipherSuites()[0];
    SSLParameters given = new SSLParameters(new String[] {suite}, new String[] {"TLSv1.3"});
    given.setWantClientAuth(true);
    given.setEndpointIdentificationAlgorithm("HTTPS");
    given.setServerNames(List.of(new SNIHostName("other.example")));
    given.setSNIMatchers(matchers(".*"));
    given.setUseCipherSuitesOrder(false);
    given.setEnableRetransmissions(false);
    given.setMaximumPacketSize(4096);
    given.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    given.setAlgorithmConstraints(new Forbidding("nothing"));
    LaterParameters.NAMED_GROUPS.set(given, List.of("secp256r1", "unknown"));
    LaterParameters.SIGNATURE_SCHEMES.set(given, List.of("ed25519"));
    engine.setSSLParameters(given);
    engine.setSSLParameters(engine.getSSLParameters());

    SSLParameters got = engine.getSSLParameters();
    assertArrayEquals(given.getCipherSuites(), got.getCipherSuites());
    assertArrayEquals(given.getProtocols(), got.getProtocols());
    assertTrue(got.getWantClientAuth());
    assertFalse(got.getNeedClientAuth());
    assertEquals("HTTPS", got.getEndpointIdentificationAlgorithm());
    assertEquals(given.getServerNames(), got.getServerNames());
    assertEquals(1, got.getSNIMatchers().size());
    assertFalse(got.getUseCipherSuitesOrder());
    assertFalse(got.getEnableRetransmissions());
    assertEquals(4096, got.getMaximumPacketSize());
    assertArrayEquals(given.getApplicationProtocols(), got.getApplicationProtocols());
    assertSame(given.getAlgorithmConstraints(), got.getAlgorithmConstraints());
    assertEquals(LaterParameters.NAMED_GROUPS.of(given), LaterParameters.NAMED_GROUPS.of(got));
    assertEquals(
        LaterParameters.SIGNATURE_SCHEMES.of(given), LaterParameters.SIGNATURE_SCHEMES.of(got));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void parametersThatNobodySet(Subject subject) throws Exception {
    for (SSLParameters got :
        List.of(
            subject.client().createSSLEngine().getSSLParameters(),
            subject.client().getDefaultSSLParameters(),
            subject.client().getSupportedSSLParameters())) {
      assertNull(got.getEndpointIdentificationAlgorithm());
      assertTrue(got.getUseCipherSuitesOrder());
      assertFalse(got.getEnableRetransmissions());
      assertFalse(got.getNeedClientAuth() || got.getWantClientAuth());
      assertEquals(0, got.getApplicationProtocols().length);
      assertTrue(got.getMaximumPacketSize() > 16_384);
      assertEquals(
          subject.has(Difference.SHOWS_ONLY_CONSTRAINTS_THAT_WERE_SET),
          got.getAlgorithmConstraints() == null);
      assertEquals(Runtime.version().feature() >= 20, LaterParameters.NAMED_GROUPS.of(got) != null);
    }
    assertEquals(
        subject.expects(Difference.IDENTIFIES_ENDPOINT, "HTTPS", null),
        subject.newClient().getSSLParameters().getEndpointIdentificationAlgorithm());
    assertNull(subject.newServer().getSSLParameters().getEndpointIdentificationAlgorithm());
    assertArrayEquals(
        new String[] {"TLSv1.3", "TLSv1.2"},
        subject.client().getDefaultSSLParameters().getProtocols());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatIsUnsupportedIsRefused(Subject subject) throws Exception {
    SSLEngine engine = subject.newClient();
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    for (String[] names : new String[][] {{"NO_SUCH_SUITE"}, null, {null}, {""}}) {
      assertThrows(illegal, () -> engine.setEnabledCipherSuites(names));
      assertThrows(illegal, () -> engine.setEnabledProtocols(names));
    }
    SSLParameters magic = engine.getSSLParameters();
    magic.setEndpointIdentificationAlgorithm("MAGIC");
    if (subject.has(Difference.UNSUPPORTED_IS_REFUSED_AT_ONCE)) {
      assertThrows(illegal, () -> engine.setSSLParameters(magic));
    } else {
      engine.setSSLParameters(magic);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void nothingInCommonWithItselfIsNoHandshake(Subject subject) throws Exception {
    SSLEngine nothing = subject.newClient();
    nothing.setEnabledCipherSuites(new String[0]);
    assertEquals(0, nothing.getEnabledCipherSuites().length);
    assertThrows(SSLHandshakeException.class, nothing::beginHandshake);

    SSLEngine mixed = subject.newClient();
    mixed.setEnabledProtocols(new String[] {"TLSv1.2"});
    mixed.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
    assertThrows(SSLHandshakeException.class, mixed::beginHandshake);

    SSLEngine forbidden = subject.newClient();
    change(forbidden, p -> p.setAlgorithmConstraints(new Forbidding("")));
    assertThrows(SSLHandshakeException.class, forbidden::beginHandshake);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void constraintsFilterSuitesAtEitherEnd(Subject subject) throws Exception {
    for (boolean atClient : new boolean[] {true, false}) {
      EnginePair pair = subject.pair();
      change(
          atClient ? pair.client.engine : pair.server.engine,
          p -> p.setAlgorithmConstraints(new Forbidding("_AES_")));
      pair.handshake();
      String suite = pair.client.engine.getSession().getCipherSuite();
      assertTrue(suite.contains("CHACHA20"), suite);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void needAndWantExcludeEachOther(Subject subject) {
    SSLEngine engine = subject.newServer();
    engine.setNeedClientAuth(true);
    assertTrue(engine.getNeedClientAuth() && !engine.getWantClientAuth());
    engine.setWantClientAuth(true);
    assertTrue(!engine.getNeedClientAuth() && engine.getWantClientAuth());
    assertTrue(engine.getEnableSessionCreation());
    engine.setEnableSessionCreation(false);
    assertFalse(engine.getEnableSessionCreation());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void packetsAreNoLongerThanWasSet(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    change(pair.client.engine, p -> p.setMaximumPacketSize(1000));
    pair.handshake();
    int size = pair.client.engine.getSession().getPacketBufferSize();
    assertEquals(
        subject.expects(Difference.PACKET_SIZE_LIMITS_WHAT_IS_SENT, true, false), size >= 16_384);
    ByteBuffer data = ByteBuffer.allocate(5000);
    while (data.hasRemaining()) {
      SSLEngineResult result = pair.client.engine.wrap(data, ByteBuffer.allocate(40_000));
      assertEquals(Status.OK, result.getStatus());
      assertTrue(result.bytesProduced() <= 1000, result::toString);
    }
  }
}

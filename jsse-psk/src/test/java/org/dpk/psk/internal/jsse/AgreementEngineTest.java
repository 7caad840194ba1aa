package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;

class AgreementEngineTest {

  private static final String CLIENT = "client.example";
  private static final String SERVER = "server.example";

  private final NonceAgreement clients = new NonceAgreement(CLIENT, "shared secret");
  private final NonceAgreement servers = new NonceAgreement(SERVER, "shared secret");
  private final SSLContext client = Contexts.of(clients);
  private final SSLContext server = Contexts.of(servers);

  private EnginePair pair() {
    return new EnginePair(client, server, SERVER, 443);
  }

  private static void assertTalks(EnginePair pair) throws SSLException {
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    pair.send(pair.client, pair.server, "hello");
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
    pair.send(pair.server, pair.client, "welcome");
    pair.client.unwrap();
    assertEquals("welcome", pair.client.read());
  }

  @Test
  void agreesOnAKeyAtFirstContact() throws Exception {
    EnginePair pair = pair().handshake();

    assertEquals(1, clients.runs.get());
    assertEquals(SERVER, pair.client.engine.getSession().getPeerPrincipal().getName());
    assertEquals(CLIENT, pair.server.engine.getSession().getPeerPrincipal().getName());
    assertTalks(pair);
  }

  @Test
  void usesCachedKeysFromThenOn() throws Exception {
    pair().handshake();
    for (int i = 0; i < 20; i++) {
      EnginePair again = pair().handshake();
      assertEquals(CLIENT, again.server.engine.getSession().getPeerPrincipal().getName());
      assertEquals(SERVER, again.client.engine.getSession().getPeerPrincipal().getName());
      assertTalks(again);
    }
    assertEquals(1, clients.runs.get());
    assertEquals(1, servers.runs.get());
  }

  @Test
  void agreesAnewWhereKeysMayNotBeCached() throws Exception {
    clients.cacheable = false;
    servers.cacheable = false;
    pair().handshake();
    assertTalks(pair().handshake());
    assertEquals(2, clients.runs.get());
  }

  @Test
  void agreesAnewOnTheSameConnectionWhereTheServerHasForgottenTheKey() throws Exception {
    pair().handshake();
    SSLContext restarted = Contexts.of(servers);

    EnginePair pair = new EnginePair(client, restarted, SERVER, 443).handshake();

    assertEquals(2, clients.runs.get());
    assertTalks(pair);
    assertTalks(new EnginePair(client, restarted, SERVER, 443).handshake());
    assertEquals(2, clients.runs.get());
  }

  @Test
  void agreesAnewWhereAnEndMayNotUseItsCachedKey() throws Exception {
    FakeAgreement stale = new FakeAgreement(servers);
    SSLContext strict = Contexts.of(stale);
    new EnginePair(client, strict, SERVER, 443).handshake();
    stale.confirmation = new AgreementException("the record has changed", null, null);

    assertTalks(new EnginePair(client, strict, SERVER, 443).handshake());

    assertEquals(1, stale.confirmations.get());
    assertEquals(2, servers.runs.get());
  }

  @Test
  void whoMerelyNamesAKeyDuringAnOutageCostsItsOwnerNothing() throws Exception {
    FakeAgreement troubled = new FakeAgreement(servers);
    SSLContext careful = Contexts.of(troubled);
    new EnginePair(client, careful, SERVER, 443).handshake();
    troubled.confirmation = new AgreementException("the chain can't be asked", null, null);
    EnginePair seen = new EnginePair(client, careful, SERVER, 443);
    beginAndForget(seen);

    troubled.confirmation = null;
    assertTalks(new EnginePair(client, careful, SERVER, 443).handshake());
    assertEquals(1, servers.runs.get());

    troubled.confirmation = new NonceAgreement.Revoked("the record has changed");
    beginAndForget(new EnginePair(client, careful, SERVER, 443));
    troubled.confirmation = null;
    assertTalks(new EnginePair(client, careful, SERVER, 443).handshake());
    assertEquals(2, servers.runs.get(), "what is certain ends the keys");
  }

  /** A ClientHello with a cached key reaches the server, and nothing else does. */
  private static void beginAndForget(EnginePair pair) throws SSLException {
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.deliver(pair.client.wrap(ByteBuffer.allocate(0)));
    pair.server.unwrap();
    pair.server.runTasks();
    assertEquals(HandshakeStatus.NEED_WRAP, pair.server.engine.getHandshakeStatus());
  }

  @Test
  void anAccidentInAnAgreementEndsTheHandshakeOnly() throws Exception {
    FakeAgreement broken = new FakeAgreement(servers);
    broken.accident = new IllegalStateException("the chain is on fire");
    EnginePair pair = new EnginePair(client, Contexts.of(broken), SERVER, 443);
    EnginePair.Failure failure = pair.failingHandshake();
    assertSame(broken.accident, failure.server().getCause());
    assertEquals("Received fatal alert: internal_error", failure.client().getMessage());
  }

  @Test
  void aRefusalReachesBothApplicationsAsItself() throws Exception {
    NonceAgreement wrong = new NonceAgreement(CLIENT, "another secret");
    EnginePair pair = new EnginePair(Contexts.of(wrong), server, SERVER, 443);

    EnginePair.Failure failure = pair.failingHandshake();
    SSLException atServer = assertInstanceOf(AgreementException.class, failure.server());
    assertEquals(CLIENT + " does not know the secret", atServer.getMessage());
    assertSame(
        atServer,
        assertThrows(
            SSLException.class,
            () -> pair.server.engine.unwrap(ByteBuffer.allocate(0), pair.server.app)));
    assertSame(
        atServer,
        assertThrows(
            SSLException.class,
            () -> pair.server.engine.wrap(ByteBuffer.allocate(0), pair.client.app)));

    assertInstanceOf(AgreementException.class, failure.client());
    assertEquals("the peer refused, or sent nonsense", failure.client().getMessage());
  }

  @Test
  void aRevokedPeerIsCutOffAndTold() throws Exception {
    EnginePair pair = pair().handshake();
    servers.revoke(CLIENT);

    assertEquals(HandshakeStatus.NEED_WRAP, pair.server.engine.getHandshakeStatus());
    pair.client.deliver(pair.server.wrap(ByteBuffer.allocate(0)));
    SSLException atServer =
        assertThrows(SSLException.class, () -> pair.server.wrap(ByteBuffer.allocate(0)));
    assertTrue(atServer.getMessage().contains("revoked"), atServer.getMessage());
    SSLException atClient = assertThrows(SSLException.class, pair.client::unwrap);
    assertTrue(atClient.getMessage().contains("access_denied"), atClient.getMessage());

    assertThrows(AgreementException.class, () -> pair().handshake());
  }

  /** Nobody else could tell an application with an event loop to close an idle connection. */
  @Test
  void aRevocationUnbindsWhatIsBoundToTheSession() throws Exception {
    EnginePair pair = pair().handshake();
    SSLSession session = pair.server.engine.getSession();
    Unbound before = new Unbound();
    Unbound after = new Unbound();
    session.putValue("bound before", before);
    assertEquals(1, before.told.getCount());

    servers.revoke(CLIENT);
    assertTrue(before.told.await(20, TimeUnit.SECONDS));
    session.putValue("bound after", after);
    assertTrue(after.told.await(20, TimeUnit.SECONDS));
    assertFalse(session.isValid());
    assertEquals(0, session.getValueNames().length);
  }

  private static final class Unbound implements SSLSessionBindingListener {

    private final CountDownLatch told = new CountDownLatch(1);

    @Override
    public void valueBound(SSLSessionBindingEvent event) {}

    @Override
    public void valueUnbound(SSLSessionBindingEvent event) {
      told.countDown();
    }
  }

  @Test
  void aPeerThatIsRevokedDuringItsHandshakeGetsNoConnection() throws Exception {
    EnginePair pair = pair();
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    while (pair.client.finished() == 0) {
      EnginePair.turn(pair.server, pair.client);
      EnginePair.turn(pair.client, pair.server);
    }
    assertEquals(0, pair.server.finished());

    servers.revoke(CLIENT);
    servers.revoke("somebody.example");

    SSLException atServer =
        assertThrows(
            SSLException.class,
            () -> {
              for (int turn = 0; turn < 10; turn++) {
                EnginePair.turn(pair.server, pair.client);
              }
            });
    assertTrue(atServer.getMessage().contains("was revoked"), atServer.getMessage());
    assertEquals(0, pair.server.finished());
    SSLException atClient = assertThrows(SSLException.class, pair.client::unwrap);
    assertTrue(atClient.getMessage().contains("access_denied"), atClient.getMessage());
  }

  @Test
  void theServersNameMustBeTheHostThatWasAskedFor() throws Exception {
    EnginePair pair = new EnginePair(client, server, "other.example", 443);
    EnginePair.Failure failure = pair.failingHandshake();
    assertEquals("Received fatal alert: certificate_unknown", failure.server().getMessage());
    assertEquals(
        "asked for other.example, but the peer proved to be " + SERVER,
        failure.client().getMessage());
  }

  @Test
  void theNameDoesNotMatterWhereTheApplicationSaysSo() throws Exception {
    EnginePair pair = new EnginePair(client, server, "other.example", 443);
    SSLParameters parameters = pair.client.engine.getSSLParameters();
    assertEquals("HTTPS", parameters.getEndpointIdentificationAlgorithm());
    parameters.setEndpointIdentificationAlgorithm("");
    pair.client.engine.setSSLParameters(parameters);
    assertTalks(pair.handshake());
  }

  @Test
  void withoutAHostThereIsNobodyToAgreeWith() throws Exception {
    EnginePair pair = new EnginePair(client.createSSLEngine(), server.createSSLEngine());
    EnginePair.Failure failure = pair.failingHandshake();
    String told = failure.client().getMessage();
    assertTrue(told.contains("createSSLEngine(host, port)"), told);
    assertNull(failure.server(), "nothing was sent");
  }

  @Test
  void aServerWithoutAgreementsIsNoPeer() throws Exception {
    SSLContext fixed = Contexts.fixed();
    EnginePair pair = new EnginePair(client, fixed, SERVER, 443);
    EnginePair.Failure failure = pair.failingHandshake();
    assertTrue(failure.server().getMessage().contains("agree"), failure.server().getMessage());
    assertInstanceOf(PeerSpeaksNoAgreementException.class, failure.client());
    String told = failure.client().getMessage();
    assertTrue(told.startsWith(SERVER + ":443 does not speak DPK"), told);
  }

  @Test
  void anOrdinaryTlsServerIsNoPeer() throws Exception {
    SSLEngine ordinary = SSLContext.getDefault().createSSLEngine();
    EnginePair pair = new EnginePair(client.createSSLEngine(SERVER, 443), ordinary);
    assertInstanceOf(PeerSpeaksNoAgreementException.class, pair.failingHandshake().client());
  }

  @Test
  void fixedAndAgreedKeysLiveSideBySide() throws Exception {
    SSLContext both =
        Contexts.of(PskKeyManager.of(Map.of(Contexts.IDENTITY, Contexts.secret(1))), servers);
    assertTalks(new EnginePair(client, both, SERVER, 443).handshake());
    assertTalks(new EnginePair(client, both, SERVER, 443).handshake());
    EnginePair fixed = new EnginePair(Contexts.fixed(), both, SERVER, 443).handshake();
    assertEquals("alice", fixed.server.engine.getSession().getPeerPrincipal().getName());
    assertEquals(1, servers.runs.get());
  }

  @Test
  void agreedKeysNeedTls13() {
    EnginePair pair = pair();
    pair.client.engine.setEnabledProtocols(new String[] {"TLSv1.2"});
    assertThrows(SSLHandshakeException.class, pair::handshake);
  }

  @Test
  void sessionsAreOfTheirContext() throws Exception {
    EnginePair pair = pair().handshake();
    byte[] id = pair.client.engine.getSession().getId();
    assertEquals(32, id.length);
    assertSame(pair.client.engine.getSession(), client.getClientSessionContext().getSession(id));
    assertNotNull(pair.client.engine.getSession().getPeerCertificates());
  }
}

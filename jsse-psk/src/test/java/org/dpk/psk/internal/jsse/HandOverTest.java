package org.dpk.psk.internal.jsse;

import static org.dpk.psk.internal.jsse.BothWays.HOST;
import static org.dpk.psk.internal.jsse.BothWays.assertAlert;
import static org.dpk.psk.internal.jsse.BothWays.assertTalks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.ClientHello;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has keys and certificates: whoever speaks ordinary TLS gets the JDK's engine. */
class HandOverTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir static Path folder;

  private static BothWays ways;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  private SSLContext server;
  private SSLContext client;

  @BeforeEach
  void newServer() throws Exception {
    server = ways.server();
    client = ways.ordinary();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void anOrdinaryClientIsServedByTheCertificate(String protocol) throws Exception {
    EnginePair pair = ways.pair(client, server, protocol).handshake();
    assertTalks(pair);
    SSLSession atClient = pair.client.engine.getSession();
    assertEquals(ways.serverCertificate.certificate(), atClient.getPeerCertificates()[0]);
    SSLSession atServer = pair.server.engine.getSession();
    assertEquals(protocol, atServer.getProtocol());
    assertEquals(atClient.getCipherSuite(), atServer.getCipherSuite());
    assertThrows(SSLPeerUnverifiedException.class, atServer::getPeerPrincipal);
    assertEquals(1, pair.server.finished(), pair.server.seen::toString);
  }

  @Test
  void updatedKeysAreNoSecondHandshake() throws Exception {
    EnginePair pair = ways.pair(client, server, "TLSv1.3").handshake();
    assertTalks(pair);
    pair.client.engine.beginHandshake();
    pair.server.deliver(pair.client.wrap(NOTHING));
    pair.server.unwrap();
    pair.server.engine.beginHandshake();
    pair.client.deliver(pair.server.wrap(NOTHING));
    assertTalks(pair);
    assertEquals(1, pair.server.finished(), pair.server.seen::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aFixedKeyStillServesBesideTheCertificate(String protocol) throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), server, HOST, 443);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    pair.handshake();
    assertTalks(pair);
    assertInstanceOf(PskPrincipal.class, pair.server.engine.getSession().getPeerPrincipal());
  }

  @Test
  void anAgreedAndThenCachedKeyStillServesBesideTheCertificate() throws Exception {
    int runs = ways.servers.runs.get();
    SSLContext agreeing = Contexts.of(new NonceAgreement("client.example", "secret"));
    for (int i = 0; i < 2; i++) {
      EnginePair pair = new EnginePair(agreeing, server, HOST, 443).handshake();
      assertTalks(pair);
      assertEquals("client.example", pair.server.engine.getSession().getPeerPrincipal().getName());
    }
    assertEquals(runs + 1, ways.servers.runs.get());
  }

  @Test
  void anAgreementAloneNeedsNoFixedKeyBesideIt() throws Exception {
    SSLContext agreeing = ways.server("TLS-PSK", ways.servers, ways.serverCertificate.keyManager());
    assertTalks(ways.pair(client, agreeing, "TLSv1.3").handshake());
    assertTalks(ways.pair(client, agreeing, "TLSv1.2").handshake());
    assertTalks(
        ways.pair(client, agreeing, "TLSv1.3").handshake()); // resumes, and no key manager is asked
  }

  @Test
  void withoutACertificateAnOrdinaryClientIsRefusedAsEver() throws Exception {
    SSLContext keysOnly = ways.server("TLS-PSK", BothWays.alice(), ways.servers);
    EnginePair pair = ways.pair(client, keysOnly, "TLSv1.3");
    SSLException e = assertThrows(SSLException.class, pair::handshake);
    assertAlert("handshake_failure", e);
    SSLException reason = assertThrows(SSLException.class, pair.server::unwrap);
    assertTrue(
        reason.getMessage().contains("no pre-shared key: ordinary TLS"), reason.getMessage());
  }

  // ---- resumption, and what it must not tell

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theSecondConnectionOfAnOrdinaryClientResumes(String protocol) throws Exception {
    SSLSession first = talkAndClose(protocol);
    SSLSession second = talkAndClose(protocol);
    assertEquals(first.getCreationTime(), second.getCreationTime());
    assertEquals(
        ways.serverCertificate.certificate(),
        second.getPeerCertificates()[0],
        "of the first handshake");
  }

  private SSLSession talkAndClose(String protocol) throws Exception {
    EnginePair pair = ways.pair(client, server, protocol).handshake();
    assertTalks(pair);
    pair.client.engine.closeOutbound();
    pair.server.deliver(pair.client.wrap(NOTHING));
    assertEquals(Status.CLOSED, pair.server.unwrap().getStatus());
    assertTrue(pair.server.engine.isInboundDone());
    return pair.client.engine.getSession();
  }

  @Test
  void theTicketOfAnotherServerLeadsToAFullHandshake() throws Exception {
    talkAndClose("TLSv1.3");
    EnginePair pair = ways.pair(client, ways.server(), "TLSv1.3").handshake();
    assertTalks(pair);
    assertEquals(
        ways.serverCertificate.certificate(),
        pair.client.engine.getSession().getPeerCertificates()[0]);
  }

  /** Whether it resumes hangs on the ticket alone, whatever identities are known here. */
  @Test
  void noKeySourceIsAskedForATicket() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    PskKeyManager asking =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            return Optional.empty();
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            asked.add(wireIdentity);
            return Optional.empty();
          }
        };
    SSLContext both = ways.server("TLS-PSK", asking, ways.serverCertificate.keyManager());
    ways.pair(client, both, "TLSv1.3").handshake();
    EnginePair second = ways.pair(client, both, "TLSv1.3");
    assertTrue(offersPreSharedKey(second), "the second hello has a ticket");
    assertTalks(second.handshake());
    assertEquals(List.of(), asked);
  }

  /** Sends the hello, and looks into it on the way. */
  private static boolean offersPreSharedKey(EnginePair pair) throws Exception {
    pair.client.engine.beginHandshake();
    while (!pair.server.in.hasRemaining()) {
      EnginePair.turn(pair.client, pair.server);
    }
    byte[] record = new byte[pair.server.in.remaining()];
    pair.server.in.duplicate().get(record);
    return ClientHello.parse(Arrays.copyOfRange(record, 5, record.length)).offersPreSharedKey();
  }

  /** RFC 8446 §E.6: who sees an unknown identity skipped and a known one refused, knows them. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void anUnknownIdentityAndAWrongKeyLookAlikeFromOutside(String protocol) throws Exception {
    List<String> known = answerTo("alice", protocol);
    assertEquals(known, answerTo("carol", protocol));
    assertTrue(known.get(known.size() - 1).startsWith("21:"), known::toString);
  }

  private static boolean fails(EnginePair.End from, EnginePair.End to) {
    try {
      EnginePair.turn(from, to);
      return false;
    } catch (SSLException e) {
      return true;
    }
  }

  /** Type and length of each record that the server sends, the content of alerts as well. */
  private List<String> answerTo(String identity, String protocol) throws Exception {
    PskKeyManager wrong = PskKeyManager.of(Map.of(identity, Contexts.secret(2)));
    EnginePair pair = new EnginePair(Contexts.of(wrong), server, HOST, 443);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    pair.client.engine.beginHandshake();
    List<String> answer = new ArrayList<>();
    boolean ended = false;
    while (!ended) {
      ended = fails(pair.client, pair.server);
      int before = pair.client.in.remaining();
      ended |= fails(pair.server, pair.client);
      ByteBuffer sent = pair.client.in.duplicate();
      sent.position(sent.position() + before);
      while (sent.hasRemaining()) {
        int type = sent.get();
        sent.getShort();
        byte[] fragment = new byte[sent.getShort()];
        sent.get(fragment);
        answer.add(type + ":" + (type == 21 ? Arrays.toString(fragment) : fragment.length));
      }
    }
    return answer;
  }
}

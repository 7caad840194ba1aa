package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.SelfSigned;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JDK's own TLS server, with a certificate: it takes the hello for what it is, a genuine one.
 */
class OrdinaryServerTest {

  private static final String HOST = "server.example";

  @TempDir static Path folder;

  private static SSLContext ordinary;

  private final SSLContext client = Contexts.of(new NonceAgreement("client.example", "secret"));

  @BeforeAll
  static void makeACertificate() throws Exception {
    SelfSigned certificate = SelfSigned.make(folder, HOST);
    ordinary = certificate.trustedBy(certificate.keyManager());
  }

  private static SSLEngine server(String protocol) {
    SSLEngine engine = ordinary.createSSLEngine();
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void answersTheFirstMessageWithItsOwnHandshake(String protocol) throws Exception {
    assertNoPeer(new EnginePair(client.createSSLEngine(HOST, 443), server(protocol)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void answersACachedKeyWithItsOwnHandshakeOrAnAlert(String protocol) throws Exception {
    SSLContext dpk = Contexts.of(new NonceAgreement(HOST, "secret"));
    new EnginePair(client, dpk, HOST, 443).handshake();

    EnginePair pair = new EnginePair(client.createSSLEngine(HOST, 443), server(protocol));
    PeerSpeaksNoAgreementException e =
        assertInstanceOf(PeerSpeaksNoAgreementException.class, pair.failingHandshake().client());
    boolean answers = protocol.equals("TLSv1.3"); // the hello offers nothing older
    String answer = answers ? "with an ordinary TLS handshake" : "protocol_version";
    assertTrue(e.getMessage().contains(answer), e.getMessage());
  }

  private static void assertNoPeer(EnginePair pair) throws Exception {
    EnginePair.Failure failure = pair.failingHandshake();
    assertInstanceOf(PeerSpeaksNoAgreementException.class, failure.client());
    assertEquals(
        HOST
            + ":443 does not speak DPK: it answered the key agreement with an ordinary TLS"
            + " handshake; check host and port, or connect to it with ordinary TLS",
        failure.client().getMessage());
  }
}

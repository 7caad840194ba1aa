package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.dpk.psk.SyntheticIssuer;

/**
 * A server that a test has started.
 *
 * @param uri scheme, host and port
 * @param principal whom a client's session is to name
 */
public record HttpOrigin(URI uri, String principal) {

  private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6

  /** Whom a client has met, as its session says. */
  void requireMet(SSLSession session) throws Exception {
    assertEquals(principal, session.getPeerPrincipal().getName());
    requireMet(session.getPeerCertificates());
  }

  /** Whom a client has met, as the certificates say that it shows to its application. */
  void requireMet(Certificate... chain) throws Exception {
    X509Certificate server = (X509Certificate) chain[0];
    assertEquals("CN=" + principal, server.getSubjectX500Principal().getName());
    assertEquals(
        List.of(List.of(DNS_NAME, uri.getHost())),
        List.copyOf(server.getSubjectAlternativeNames()));
    X509Certificate issuer = SyntheticIssuer.ofThisProcess().certificate();
    assertArrayEquals(new Certificate[] {server, issuer}, chain);
    server.verify(issuer.getPublicKey());
  }
}

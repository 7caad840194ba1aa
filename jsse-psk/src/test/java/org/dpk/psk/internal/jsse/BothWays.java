package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.SelfSigned;

/** A server that has keys and a certificate, and clients of the JDK's own TLS. */
final class BothWays {

  static final String HOST = "server.example";

  final SelfSigned serverCertificate;
  final SelfSigned clientCertificate;
  final NonceAgreement servers = new NonceAgreement(HOST, "secret");

  private BothWays(SelfSigned serverCertificate, SelfSigned clientCertificate) {
    this.serverCertificate = serverCertificate;
    this.clientCertificate = clientCertificate;
  }

  static BothWays in(Path folder) throws Exception {
    return new BothWays(SelfSigned.make(folder, HOST), SelfSigned.make(folder, "client.example"));
  }

  static PskKeyManager alice() {
    return PskKeyManager.of(Map.of("alice", Contexts.secret(1)));
  }

  /** The certificate, a static key of alice, and agreements. */
  SSLContext server() throws Exception {
    return server("TLS-PSK", serverCertificate.keyManager(), alice(), servers);
  }

  SSLContext server(String name, KeyManager... keys) throws Exception {
    SSLContext context = SSLContext.getInstance(name, new PskJsseProvider());
    context.init(keys, clientCertificate.trustManagers(), null);
    return context;
  }

  /** The JDK's own, which verifies the server. */
  SSLContext ordinary() throws Exception {
    return serverCertificate.trustedBy(clientCertificate.keyManager());
  }

  EnginePair pair(SSLContext server, String protocol) throws Exception {
    return pair(ordinary(), server, protocol);
  }

  EnginePair pair(SSLContext client, SSLContext server, String protocol) {
    EnginePair pair = new EnginePair(client, server, HOST, 443);
    SSLParameters parameters = pair.client.engine.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    pair.client.engine.setSSLParameters(parameters);
    return pair;
  }

  /** What the JDK's client was told; newer ones put the alert in front as well. */
  static void assertAlert(String name, SSLException atClient) {
    String told = atClient.getMessage();
    assertTrue(told.endsWith("Received fatal alert: " + name), told);
  }

  static void assertTalks(EnginePair pair) throws SSLException {
    pair.send(pair.client, pair.server, "ping");
    assertEquals("ping", received(pair.server));
    pair.send(pair.server, pair.client, "pong");
    assertEquals("pong", received(pair.client));
  }

  private static String received(EnginePair.End end) throws SSLException {
    while (end.in.hasRemaining()) {
      end.unwrap();
    }
    return end.read();
  }
}

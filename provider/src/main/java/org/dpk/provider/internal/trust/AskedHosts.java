package org.dpk.provider.internal.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.HostIdentity;
import org.dpk.psk.PskPeer;
import org.jspecify.annotations.Nullable;

/** Whom an application asked for on a connection, by the hosts that it named. Immutable. */
record AskedHosts(HostIdentity hosts) {

  /**
   * The identities that the application's hosts stand for: that of the server name that it asked
   * for, and that of the host. Either will do, as to the JDK's own trust manager.
   *
   * @throws CertificateException if it named none
   */
  Set<DpkIdentity> on(@Nullable Socket socket) throws CertificateException {
    return of(socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  /** The same on an engine. */
  Set<DpkIdentity> on(@Nullable SSLEngine engine) throws CertificateException {
    return of(engine == null ? null : engine.getHandshakeSession());
  }

  static CertificateException nobody() {
    return new CertificateException(
        "no identity was asked for, so no certificate can be right: name the host in"
            + " SSLContext.createSSLEngine(host, port) or SSLSocketFactory.createSocket(host, …),"
            + " and call the methods of X509ExtendedTrustManager that take the engine or socket");
  }

  private Set<DpkIdentity> of(@Nullable SSLSession session) throws CertificateException {
    Set<DpkIdentity> asked = new LinkedHashSet<>();
    IllegalArgumentException wrong = null;
    for (PskPeer peer : session == null ? List.<PskPeer>of() : peers(session)) {
      try {
        asked.add(hosts.of(peer));
      } catch (IllegalArgumentException e) {
        wrong = e;
      }
    }
    if (asked.isEmpty() && wrong != null) {
      throw new CertificateException("the host names no identity: " + wrong.getMessage(), wrong);
    }
    if (asked.isEmpty()) {
      throw nobody();
    }
    return asked;
  }

  private static List<PskPeer> peers(SSLSession session) {
    int port = session.getPeerPort() >= 1 ? session.getPeerPort() : -1;
    List<PskPeer> peers = new ArrayList<>();
    if (session instanceof ExtendedSSLSession extended) {
      extended.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(name -> ((SNIHostName) name).getAsciiName())
          .forEach(name -> peers.add(new PskPeer(name, port)));
    }
    String host = session.getPeerHost();
    if (host != null && !host.isEmpty()) {
      peers.add(new PskPeer(host, port));
    }
    return peers;
  }
}

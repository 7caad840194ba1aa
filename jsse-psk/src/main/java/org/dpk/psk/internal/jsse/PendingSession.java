package org.dpk.psk.internal.jsse;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The session before there is one: no cipher, and nobody has proven anything. */
final class PendingSession extends SessionBase {

  private final List<SNIServerName> requestedServerNames;

  PendingSession(
      @Nullable String peerHost, int peerPort, List<SNIServerName> requestedServerNames) {
    super(peerHost, peerPort);
    this.requestedServerNames = requestedServerNames;
  }

  /** What {@code getSession} gives where there is no connection. */
  static PendingSession none(@Nullable String peerHost, int peerPort) {
    PendingSession none = new PendingSession(peerHost, peerPort, List.of());
    none.invalidate();
    return none;
  }

  @Override
  public byte[] getId() {
    return new byte[0];
  }

  @Override
  public String getCipherSuite() {
    return "SSL_NULL_WITH_NULL_NULL";
  }

  @Override
  public String getProtocol() {
    return "NONE";
  }

  @Override
  public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
    throw new SSLPeerUnverifiedException("the peer is not authenticated yet");
  }

  @Override
  public Certificate @Nullable [] getLocalCertificates() {
    return null;
  }

  @Override
  public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
    throw new SSLPeerUnverifiedException("the peer is not authenticated yet");
  }

  @Override
  public @Nullable Principal getLocalPrincipal() {
    return null;
  }

  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return requestedServerNames;
  }
}

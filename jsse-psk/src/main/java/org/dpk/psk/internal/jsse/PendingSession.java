package org.dpk.psk.internal.jsse;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.crypto.SecretKey;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.Suite;
import org.jspecify.annotations.Nullable;

/** The session before there is one: nobody has proven anything. */
final class PendingSession extends SessionBase {

  private final List<SNIServerName> requestedServerNames;
  private volatile @Nullable Suite suite;

  PendingSession(
      @Nullable String peerHost, int peerPort, List<SNIServerName> requestedServerNames) {
    super(peerHost, peerPort);
    this.requestedServerNames = requestedServerNames;
  }

  /** What {@code getSession} gives where there is no connection. */
  static PendingSession none() {
    PendingSession none = new PendingSession(null, -1, List.of());
    none.invalidate();
    return none;
  }

  /** The handshake has come so far that its cipher suite is known. */
  void settledOn(Suite chosen) {
    suite = chosen;
  }

  boolean isSettled() {
    return suite != null;
  }

  /**
   * Enough for whichever engine the connection ends up with: the JDK's wants more than a record.
   */
  @Override
  public int getApplicationBufferSize() {
    return Records.MAX_RECORD - Records.HEADER_LENGTH;
  }

  @Override
  public byte[] getId() {
    return new byte[0];
  }

  @Override
  public String getCipherSuite() {
    Suite settled = suite;
    return settled == null ? "SSL_NULL_WITH_NULL_NULL" : settled.name();
  }

  @Override
  public String getProtocol() {
    Suite settled = suite;
    return settled == null ? "NONE" : settled.protocol().jsseName();
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

  /** Nothing to export yet; overrides what JDK 25 declares. */
  public SecretKey exportKeyingMaterialKey(
      String keyAlg, String label, byte @Nullable [] exportContext, int length)
      throws SSLKeyException {
    throw nothingToExport();
  }

  /** Nothing to export yet; overrides what JDK 25 declares. */
  public byte[] exportKeyingMaterialData(String label, byte @Nullable [] exportContext, int length)
      throws SSLKeyException {
    throw nothingToExport();
  }

  private static SSLKeyException nothingToExport() {
    return new SSLKeyException("keying material is exported after the handshake");
  }

  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return requestedServerNames;
  }
}

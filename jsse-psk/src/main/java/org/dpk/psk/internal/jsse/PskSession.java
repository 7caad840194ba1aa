package org.dpk.psk.internal.jsse;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSessionContext;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.tls.Suite;
import org.dpk.psk.internal.tls.TlsOutcome;
import org.jspecify.annotations.Nullable;

/** The session of a connection whose peer has proven that it holds the key. */
final class PskSession extends SessionBase {

  static final int ID_LENGTH = 32;

  /** As the JDK; RFC 5705 §4 has two bytes for the length. */
  private static final int MAX_EXPORT_CONTEXT = 0xFFFF;

  private final byte[] id;
  private final PskSessionContext context;
  private final TlsOutcome outcome;
  private final PskPrincipal peer;
  private final List<SNIServerName> requestedServerNames;

  /**
   * @param id {@value #ID_LENGTH} random bytes
   */
  PskSession(
      byte[] id,
      PskSessionContext context,
      @Nullable String peerHost,
      int peerPort,
      TlsOutcome outcome,
      PskPrincipal peer,
      List<SNIServerName> requestedServerNames) {
    super(peerHost, peerPort);
    this.id = id.clone();
    this.context = context;
    this.outcome = outcome;
    this.peer = peer;
    this.requestedServerNames = requestedServerNames;
  }

  @Override
  public byte[] getId() {
    return id.clone();
  }

  @Override
  public @Nullable SSLSessionContext getSessionContext() {
    return isValid() ? context : null;
  }

  @Override
  public void invalidate() {
    super.invalidate();
    context.remove(this);
  }

  /** The connection is over: nothing is resumed, and nothing more is exported. */
  void end() {
    context.remove(this);
    outcome.exporter().close();
  }

  @Override
  public String getCipherSuite() {
    return suite().name();
  }

  @Override
  public String getProtocol() {
    return suite().protocol().jsseName();
  }

  private Suite suite() {
    return outcome.suite();
  }

  /**
   * Synthetic certificates: they prove nothing, the key did. An array of what the JDK's sessions
   * give, which some cast it to (PostgreSQL's driver).
   */
  @Override
  public X509Certificate[] getPeerCertificates() {
    return peer.certificates().toArray(X509Certificate[]::new);
  }

  @Override
  public Certificate @Nullable [] getLocalCertificates() {
    return null;
  }

  @Override
  public PskPrincipal getPeerPrincipal() {
    return peer;
  }

  @Override
  public @Nullable Principal getLocalPrincipal() {
    return null;
  }

  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return requestedServerNames;
  }

  /** Keying material as a key (RFC 8446 §7.5); overrides what JDK 25 declares. */
  public SecretKey exportKeyingMaterialKey(
      String keyAlg, String label, byte @Nullable [] exportContext, int length) {
    if (Objects.requireNonNull(keyAlg, "keyAlg").isEmpty()) {
      throw new IllegalArgumentException("the name of the key's algorithm is empty");
    }
    return new SecretKeySpec(exportKeyingMaterialData(label, exportContext, length), keyAlg);
  }

  /** Keying material as bytes (RFC 8446 §7.5); overrides what JDK 25 declares. */
  public byte[] exportKeyingMaterialData(
      String label, byte @Nullable [] exportContext, int length) {
    if (Objects.requireNonNull(label, "label").isEmpty()) {
      throw new IllegalArgumentException("the label is empty");
    }
    if (exportContext != null && exportContext.length > MAX_EXPORT_CONTEXT) {
      throw new IllegalArgumentException("a context of " + exportContext.length + " bytes");
    }
    if (length < 1) {
      throw new IllegalArgumentException("at least one byte, not " + length);
    }
    return outcome.exporter().export(label, exportContext, length);
  }

  @Override
  public String toString() {
    return "Session(" + suite() + ", " + peer.getName() + ")";
  }
}

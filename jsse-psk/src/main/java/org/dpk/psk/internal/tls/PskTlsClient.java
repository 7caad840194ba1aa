package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.dpk.psk.Psk;
import org.dpk.psk.internal.preface.ExtensionTypes;
import org.jspecify.annotations.Nullable;

/** A TLS client that authenticates by one pre-shared key and by nothing else. */
final class PskTlsClient extends AbstractTlsClient {

  private final TlsSettings settings;
  private final Psk key;
  private final Negotiated listener;
  private @Nullable TlsOutcome outcome;
  private boolean keyRefused;

  PskTlsClient(TlsCrypto crypto, TlsSettings settings, Psk key, Negotiated listener) {
    super(crypto);
    this.settings = settings;
    this.key = key;
    this.listener = listener;
  }

  @Nullable TlsOutcome outcome() {
    return outcome;
  }

  /** Whether the server went on without the key: it wants a certificate handshake. */
  boolean isKeyRefused() {
    return keyRefused;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Negotiation.versions(settings.protocols());
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return settings.suiteCodes();
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"}) // the types of bctls
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    return new Vector<>(Arrays.stream(settings.groupCodes()).boxed().toList());
  }

  /** A share for the group that is wanted most; for another one the server asks again. */
  @Override
  @SuppressWarnings("JdkObsolete")
  public Vector<Integer> getEarlyKeyShareGroups() {
    return new Vector<>(List.of(settings.groupCodes()[0]));
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  protected Vector getSupportedSignatureAlgorithms() {
    return Negotiation.signatureAlgorithms();
  }

  @Override
  protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
    return null;
  }

  @Override
  @SuppressWarnings("JdkObsolete")
  protected @Nullable Vector<ProtocolName> getProtocolNames() {
    return settings.applicationProtocols().isEmpty()
        ? null
        : Negotiation.protocolNames(settings.applicationProtocols());
  }

  @Override
  @SuppressWarnings("JdkObsolete")
  protected @Nullable Vector<ServerName> getSNIServerNames() {
    return settings.serverName() == null ? null : Negotiation.serverNames(settings.serverName());
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    if (settings.agreementMark()) {
      extensions.put(ExtensionTypes.AGREEMENT, new byte[0]);
    }
    return extensions;
  }

  @Override
  @SuppressWarnings("JdkObsolete")
  public @Nullable Vector<BasicTlsPSKExternal> getExternalPSKs() {
    if (!settings.protocols().contains(Protocol.TLS_1_3)) {
      return null;
    }
    Vector<BasicTlsPSKExternal> keys = new Vector<>(1);
    keys.add(Negotiation.external(getCrypto(), key));
    return keys;
  }

  @Override
  public void notifySelectedCipherSuite(int code) {
    super.notifySelectedCipherSuite(code);
    listener.suite(Suite.of(code));
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    listener.applicationProtocol(
        Negotiation.applicationProtocol(context.getSecurityParametersHandshake()));
  }

  @Override
  public void notifySelectedPSK(@Nullable TlsPSK selected) throws TlsFatalAlert {
    if (selected == null) {
      keyRefused = true;
      throw new TlsFatalAlert(
          AlertDescription.handshake_failure, "the server did not take the pre-shared key");
    }
  }

  /** TLS 1.2. bctls overwrites the array that it is given (toolbox 1): it gets its own. */
  @Override
  public TlsPSKIdentity getPSKIdentity() {
    byte[] secret = key.revealSecret();
    try {
      return new BasicTlsPSKIdentity(key.identity(), secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public TlsAuthentication getAuthentication() throws TlsFatalAlert {
    throw new TlsFatalAlert(
        AlertDescription.handshake_failure, "the server sent a certificate instead of using a PSK");
  }

  /** A server without renegotiation_info never renegotiates here: there is no renegotiation. */
  @Override
  public void notifySecureRenegotiation(boolean secureRenegotiation) {}

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public void notifyHandshakeComplete() {
    outcome = Negotiation.outcome(context);
  }
}

package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.dpk.psk.Psk;
import org.dpk.psk.internal.preface.HandshakeAssembler;
import org.jspecify.annotations.Nullable;

/** A TLS server that authenticates its client by a pre-shared key and by nothing else. */
final class PskTlsServer extends AbstractTlsServer {

  private static final String NO_KEY = "the client offers no pre-shared key with psk_dhe_ke";

  private final TlsSettings settings;
  private final ServerChoices choices;
  private @Nullable SSLException refusal = new SSLHandshakeException(NO_KEY);
  private @Nullable TlsOutcome outcome;

  PskTlsServer(TlsCrypto crypto, TlsSettings settings, ServerChoices choices) {
    super(crypto);
    this.settings = settings;
    this.choices = choices;
  }

  @Nullable TlsOutcome outcome() {
    return outcome;
  }

  /** As long as what was let through to here. */
  @Override
  public int getMaxHandshakeMessageSize() {
    return HandshakeAssembler.MAX_BODY;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Negotiation.versions(settings.protocols());
  }

  /** The newest that both ends have, whatever the client would like better. */
  @Override
  public ProtocolVersion getServerVersion() throws IOException {
    for (ProtocolVersion own : getProtocolVersions()) {
      if (ProtocolVersion.contains(context.getClientSupportedVersions(), own)) {
        return own;
      }
    }
    throw new TlsFatalAlert(AlertDescription.protocol_version);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return settings.suiteCodes();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return settings.localOrder();
  }

  @Override
  public int[] getSupportedGroups() {
    return settings.groupCodes();
  }

  /** TLS 1.2: only groups that this end names in TLS 1.3, too. */
  @Override
  protected int selectECDH(int minimumCurveBits) {
    int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
    if (offered == null) {
      return anyGroup(); // RFC 8422 §4: the client supports any
    }
    int[] own = settings.only(Protocol.TLS_1_2).groupCodes();
    return Arrays.stream(offered)
        .filter(group -> org.bouncycastle.util.Arrays.contains(own, group))
        .findFirst()
        .orElse(-1);
  }

  private int anyGroup() {
    return settings.groups().contains(Group.SECP256R1) ? NamedGroup.secp256r1 : -1;
  }

  /** Once the suite is known: the application may look at it when it chooses. */
  @Override
  protected boolean shouldSelectProtocolNameEarly() {
    return false;
  }

  @Override
  public int getSelectedCipherSuite() throws IOException {
    int code = super.getSelectedCipherSuite();
    choices.suite(Suite.of(code));
    return code;
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"}) // the types of bctls
  public @Nullable TlsPSKExternal getExternalPSK(Vector identities) {
    List<byte[]> offered = new ArrayList<>(identities.size());
    for (Object identity : identities) {
      offered.add(((PskIdentity) identity).getIdentity());
    }
    try (Psk key = choices.key(offered)) {
      refusal = null;
      return Negotiation.external(getCrypto(), key);
    } catch (SSLException e) {
      refusal = e; // bctls allows no exception here: thrown by what it calls next
      return null;
    }
  }

  /** TLS 1.2. bctls overwrites what getPSK returns (toolbox 1): it is a copy. */
  @Override
  public TlsPSKIdentityManager getPSKIdentityManager() {
    return new TlsPSKIdentityManager() {
      @Override
      public byte @Nullable [] getHint() {
        return null;
      }

      @Override
      public byte @Nullable [] getPSK(byte[] identity) {
        try (Psk key = choices.key(List.of(identity))) {
          return key.revealSecret();
        } catch (SSLException e) {
          return null; // bctls aborts with unknown_psk_identity
        }
      }
    };
  }

  /** Called once the binder of the chosen key has verified, or in TLS 1.2 without any key yet. */
  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    if (isTls13()) {
      if (refusal != null) {
        throw new TlsFatalAlert(AlertDescription.handshake_failure, refusal);
      }
      proven();
    }
    super.processClientExtensions(clientExtensions);
  }

  private void proven() throws TlsFatalAlert {
    try {
      choices.proven();
    } catch (SSLException e) {
      throw new TlsFatalAlert(AlertDescription.decrypt_error, e);
    }
  }

  @Override
  protected @Nullable ProtocolName selectProtocolName() throws IOException {
    List<String> offered = Negotiation.names(clientProtocolNames);
    try {
      String selected = choices.chooseApplicationProtocol(offered);
      choices.applicationProtocol(selected);
      return selected == null ? null : Negotiation.protocolName(selected);
    } catch (SSLException e) {
      throw new TlsFatalAlert(AlertDescription.no_application_protocol, e);
    } catch (RuntimeException e) {
      SSLException failed = new SSLHandshakeException("the application's ALPN selector failed");
      failed.initCause(e);
      throw new TlsFatalAlert(AlertDescription.internal_error, failed);
    }
  }

  @Override
  public @Nullable TlsCredentials getCredentials() {
    return null; // no suite here has any
  }

  @Override
  public void notifySecureRenegotiation(boolean secureRenegotiation) {}

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    if (!isTls13()) {
      proven();
    }
    outcome = Negotiation.outcome(context);
  }

  private boolean isTls13() {
    return TlsUtils.isTLSv13(context.getServerVersion());
  }
}

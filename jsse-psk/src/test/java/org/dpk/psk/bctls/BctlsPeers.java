package org.dpk.psk.bctls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A client and a server as somebody writes them against bctls, with nothing but the keys of ours.
 */
final class BctlsPeers {

  static final TlsCrypto CRYPTO = new BcTlsCrypto(new SecureRandom());

  private BctlsPeers() {}

  static final class Client extends AbstractTlsClient {
    private final TlsPskClientKey key;
    private final ProtocolVersion version;
    private final Vector<ServerName> names;

    Client(TlsPskClientKey key, ProtocolVersion version) {
      this(key, version, null);
    }

    Client(TlsPskClientKey key, ProtocolVersion version, Vector<ServerName> names) {
      super(CRYPTO);
      this.key = key;
      this.version = version;
      this.names = names;
    }

    @Override
    protected Vector<ServerName> getSNIServerNames() {
      return names;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return version.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return TlsPskSuites.all();
    }

    @Override
    public TlsPSKIdentity getPSKIdentity() {
      return key;
    }

    @Override
    public Vector<?> getExternalPSKs() {
      return key.externals();
    }

    @Override
    public void notifySelectedPSK(TlsPSK selected) throws IOException {
      TlsPskClientKey.requireSelected(selected);
    }

    @Override
    public TlsAuthentication getAuthentication() throws IOException {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
  }

  static final class Server extends AbstractTlsServer {
    private final TlsPskServerKeys keys;

    Server(TlsPskServerKeys keys) {
      super(CRYPTO);
      this.keys = keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return TlsPskSuites.all();
    }

    @Override
    public TlsPSKIdentityManager getPSKIdentityManager() {
      return keys;
    }

    @Override
    @SuppressWarnings("rawtypes") // as bctls declares it
    public TlsPSKExternal getExternalPSK(Vector offered) {
      return keys.external(offered);
    }

    @Override
    public TlsCredentials getCredentials() {
      return null;
    }
  }
}

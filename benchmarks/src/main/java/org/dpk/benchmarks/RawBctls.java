package org.dpk.benchmarks;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A TLS 1.3 handshake over one external PSK as somebody writes it against bctls: the bare library
 * with its own crypto, no JSSE, no cache.
 */
final class RawBctls {

  /** More turns than the handshake takes. */
  private static final int MAX_TURNS = 20;

  private final TlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
  private final byte[] identity;
  private final byte[] secret;
  private final byte[] wire = new byte[1 << 14];

  RawBctls(byte[] identity, byte[] secret) {
    this.identity = identity.clone();
    this.secret = secret.clone();
  }

  /** Handshakes, and sends one byte of application data each way to prove it. */
  void connect() throws IOException {
    TlsClientProtocol client = new TlsClientProtocol();
    TlsServerProtocol server = new TlsServerProtocol();
    server.accept(new Server());
    client.connect(new Client());
    for (int turn = 0;
        turn < MAX_TURNS && !(client.isConnected() && server.isConnected());
        turn++) {
      move(client, server);
      move(server, client);
    }
    client.writeApplicationData(new byte[] {1}, 0, 1);
    server.writeApplicationData(new byte[] {2}, 0, 1);
    move(client, server);
    move(server, client);
    if (server.getAvailableInputBytes() != 1 || client.getAvailableInputBytes() != 1) {
      throw new IOException("the handshake did not end");
    }
  }

  private void move(TlsProtocol from, TlsProtocol to) throws IOException {
    int length = from.readOutput(wire, 0, wire.length);
    to.offerInput(wire, 0, length);
  }

  private BasicTlsPSKExternal key() {
    return new BasicTlsPSKExternal(
        identity, crypto.createSecret(secret), PRFAlgorithm.tls13_hkdf_sha256);
  }

  private final class Client extends AbstractTlsClient {

    Client() {
      super(RawBctls.this.crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256};
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
      Vector<Integer> groups = new Vector<>();
      groups.add(NamedGroup.x25519);
      return groups;
    }

    @Override
    protected CertificateStatusRequest getCertificateStatusRequest() {
      return null;
    }

    @Override
    @SuppressWarnings("JdkObsolete")
    public Vector<BasicTlsPSKExternal> getExternalPSKs() {
      Vector<BasicTlsPSKExternal> keys = new Vector<>();
      keys.add(key());
      return keys;
    }

    @Override
    public TlsAuthentication getAuthentication() throws TlsFatalAlert {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  private final class Server extends AbstractTlsServer {

    Server() {
      super(RawBctls.this.crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256};
    }

    @Override
    public int[] getSupportedGroups() {
      return new int[] {NamedGroup.x25519};
    }

    @Override
    @SuppressWarnings("rawtypes")
    public TlsPSKExternal getExternalPSK(Vector identities) {
      return key();
    }

    @Override
    public TlsCredentials getCredentials() {
      return null;
    }
  }
}

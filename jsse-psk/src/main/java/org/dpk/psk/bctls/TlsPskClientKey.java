package org.dpk.psk.bctls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Vector;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The key of a client of bctls: what a {@code TlsClient} returns from {@code getPSKIdentity()} (TLS
 * and DTLS 1.2), and what it offers by {@code getExternalPSKs()} (TLS 1.3).
 *
 * <pre>{@code
 * class Client extends AbstractTlsClient {
 *   private final TlsPskClientKey key = TlsPskClientKey.forServer(getCrypto(), keyManager, peer);
 *   @Override public TlsPSKIdentity getPSKIdentity() { return key; }
 *   @Override public Vector getExternalPSKs() { return key.externals(); }
 *   @Override public void notifySelectedPSK(TlsPSK psk) throws IOException { TlsPskClientKey.requireSelected(psk); }
 *   @Override protected int[] getSupportedCipherSuites() { return TlsPskSuites.all(); }
 *   @Override public TlsAuthentication getAuthentication() throws IOException { … }  // no certificate
 * }
 * }</pre>
 *
 * <p>One object for each connection; not safe for use by several threads.
 */
public final class TlsPskClientKey implements TlsPSKIdentity, AutoCloseable {

  private final TlsCrypto crypto;
  private final Psk key;
  private final List<TlsSecret> handedOut = new ArrayList<>();

  /**
   * @param crypto as the {@code TlsClient} has it
   * @param key copied; the caller keeps and destroys its own
   */
  public TlsPskClientKey(TlsCrypto crypto, Psk key) {
    this.crypto = Objects.requireNonNull(crypto, "crypto");
    this.key = key.copy();
  }

  /**
   * The key that a source has for a server.
   *
   * @throws SSLHandshakeException if it has none
   */
  public static TlsPskClientKey forServer(TlsCrypto crypto, PskKeyManager keys, PskPeer server)
      throws SSLHandshakeException {
    try (Psk chosen = keys.forServer(server).orElse(null)) {
      if (chosen == null) {
        throw new SSLHandshakeException(
            "no pre-shared key for " + server.host() + ": add one to the key source");
      }
      return new TlsPskClientKey(crypto, chosen);
    }
  }

  /**
   * Ends a TLS 1.3 handshake in which the server did not select the key. Call from {@code
   * notifySelectedPSK}, or the server is not authenticated.
   */
  public static void requireSelected(@Nullable TlsPSK selected) throws TlsFatalAlert {
    if (selected == null) {
      throw new TlsFatalAlert(
          AlertDescription.handshake_failure, "the server did not take the pre-shared key");
    }
  }

  /** TLS 1.3: what to offer, for SHA-256. */
  public Vector<TlsPSKExternal> externals() {
    byte[] secret = key.revealSecret();
    try {
      TlsSecret offered = crypto.createSecret(secret);
      handedOut.add(offered);
      return new Vector<>(
          List.of(
              new BasicTlsPSKExternal(key.identity(), offered, PRFAlgorithm.tls13_hkdf_sha256)));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public void skipIdentityHint() {}

  /** Hints have no meaning here: the key was chosen for the server that was asked for. */
  @Override
  public void notifyIdentityHint(byte[] hint) {}

  @Override
  public byte[] getPSKIdentity() {
    return key.identity();
  }

  /** TLS 1.2: the secret, in an array of its own, since bctls overwrites it with zeros. */
  @Override
  public byte[] getPSK() {
    return key.revealSecret();
  }

  /** Whom the key authenticates. Proven from {@code notifyHandshakeComplete()} on, not before. */
  public Optional<PskPrincipal> peer() {
    return key.peer();
  }

  /** Erases the key, and what was handed out to bctls. Call when the handshake is over. */
  @Override
  public void close() {
    key.destroy();
    handedOut.forEach(TlsSecret::destroy);
    handedOut.clear();
  }
}

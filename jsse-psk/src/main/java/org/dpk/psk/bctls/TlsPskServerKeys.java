package org.dpk.psk.bctls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a server of bctls: what a {@code TlsServer} returns from {@code
 * getPSKIdentityManager()} (TLS and DTLS 1.2), and what it answers {@code getExternalPSK} with (TLS
 * 1.3).
 *
 * <pre>{@code
 * class Server extends AbstractTlsServer {
 *   private final TlsPskServerKeys keys = new TlsPskServerKeys(getCrypto(), keyManager);
 *   @Override public TlsPSKIdentityManager getPSKIdentityManager() { return keys; }
 *   @Override public TlsPSKExternal getExternalPSK(Vector offered) { return keys.external(offered); }
 *   @Override protected int[] getSupportedCipherSuites() { return TlsPskSuites.all(); }
 *   @Override public TlsCredentials getCredentials() { return null; }  // no certificate
 * }
 * }</pre>
 *
 * <p>An unknown identity gets a random key: so it fails as a wrong key does, and nobody learns
 * which identities exist (RFC 4279 §2). One object for each connection; not safe for use by several
 * threads.
 */
public final class TlsPskServerKeys implements TlsPSKIdentityManager, AutoCloseable {

  /** How many of the identities that a client offers are looked up: each may cost a wait. */
  private static final int MAX_LOOKUPS = 8;

  private static final int RANDOM_KEY_LENGTH = 32;

  private final TlsCrypto crypto;
  private final PskKeyManager keys;
  private final List<TlsSecret> handedOut = new ArrayList<>();
  private @Nullable PskPrincipal peer;

  /**
   * @param crypto as the {@code TlsServer} has it
   * @param keys asked on the thread that runs the handshake
   */
  public TlsPskServerKeys(TlsCrypto crypto, PskKeyManager keys) {
    this.crypto = Objects.requireNonNull(crypto, "crypto");
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  /** No hint: it would tell strangers about this server (RFC 4279 §5.2). */
  @Override
  public byte @Nullable [] getHint() {
    return null;
  }

  /**
   * TLS 1.2: the key that a client names, or a random one.
   *
   * @return an array of its own, since bctls overwrites it with zeros
   */
  @Override
  public byte[] getPSK(byte[] identity) {
    try (Psk known = find(identity)) {
      return known == null ? randomKey() : known.revealSecret();
    }
  }

  /**
   * TLS 1.3: the first of the offered keys that is known, or a random one for the first offered.
   *
   * @param offered as {@code TlsServer.getExternalPSK} gets them: {@link PskIdentity} each
   * @return for SHA-256, so only suites of that hash may be selected ({@link TlsPskSuites}); null
   *     if nothing was offered
   */
  public @Nullable TlsPSKExternal external(Vector<?> offered) {
    byte @Nullable [] first = null;
    for (Object element : offered.subList(0, Math.min(MAX_LOOKUPS, offered.size()))) {
      byte[] identity = ((PskIdentity) element).getIdentity();
      first = first == null ? identity : first;
      try (Psk known = find(identity)) {
        if (known != null) {
          return external(identity, known.revealSecret());
        }
      }
    }
    return first == null ? null : external(first, randomKey());
  }

  /**
   * Whom the key authenticates. Proven from {@code notifyHandshakeComplete()} on, not before.
   *
   * @return empty where no key was found, or its source does not say
   */
  public Optional<PskPrincipal> peer() {
    return Optional.ofNullable(peer);
  }

  /** Erases the keys that were handed out to bctls. Call when the handshake is over. */
  @Override
  public void close() {
    handedOut.forEach(TlsSecret::destroy);
    handedOut.clear();
  }

  private @Nullable Psk find(byte[] identity) {
    boolean plausible = identity.length > 0 && identity.length <= Psk.MAX_IDENTITY_LENGTH;
    Psk known = plausible ? keys.forIdentity(identity.clone()).orElse(null) : null;
    peer = known == null ? null : known.peer().orElse(null);
    return known;
  }

  private TlsPSKExternal external(byte[] identity, byte[] secret) {
    try {
      TlsSecret key = crypto.createSecret(secret);
      handedOut.add(key);
      return new BasicTlsPSKExternal(identity, key, PRFAlgorithm.tls13_hkdf_sha256);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] randomKey() {
    byte[] random = new byte[RANDOM_KEY_LENGTH];
    crypto.getSecureRandom().nextBytes(random);
    return random;
  }
}

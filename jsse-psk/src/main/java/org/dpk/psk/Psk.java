package org.dpk.psk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * A pre-shared key and the name that it goes by on the wire.
 *
 * <p>The secret is copied in and copied out, never printed, compared in constant time, and
 * overwritten by {@link #destroy()}. Safe for use by several threads.
 */
public final class Psk implements Destroyable, AutoCloseable {

  /**
   * The longest wire identity, in bytes: opaque identity&lt;1..2^16-1&gt; less what a ClientHello
   * can carry.
   */
  public static final int MAX_IDENTITY_LENGTH = 1024;

  /** The shortest secret, in bytes (RFC 9257 §6: 128 bits of entropy). */
  public static final int MIN_SECRET_LENGTH = 16;

  /** The longest secret, in bytes. */
  public static final int MAX_SECRET_LENGTH = 512;

  private final byte[] identity;
  private final @Nullable PskPrincipal peer;
  private byte @Nullable [] secret;

  private Psk(byte[] identity, byte[] secret, @Nullable PskPrincipal peer) {
    if (identity.length == 0 || identity.length > MAX_IDENTITY_LENGTH) {
      throw new IllegalArgumentException(
          "a PSK identity has 1 to " + MAX_IDENTITY_LENGTH + " bytes, not " + identity.length);
    }
    if (secret.length < MIN_SECRET_LENGTH || secret.length > MAX_SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "a PSK has "
              + MIN_SECRET_LENGTH
              + " to "
              + MAX_SECRET_LENGTH
              + " bytes, not "
              + secret.length);
    }
    this.identity = identity.clone();
    this.secret = secret.clone();
    this.peer = peer;
  }

  /**
   * A key that was shared beforehand.
   *
   * @param identity 1 to {@value #MAX_IDENTITY_LENGTH} bytes; copied
   * @param secret {@value #MIN_SECRET_LENGTH} to {@value #MAX_SECRET_LENGTH} bytes; copied, the
   *     caller keeps and clears its own
   * @throws IllegalArgumentException if a length is out of bounds
   */
  public static Psk of(byte[] identity, byte[] secret) {
    return new Psk(identity, secret, null);
  }

  /** As {@link #of(byte[], byte[])}, for an identity in UTF-8 (RFC 4279 §5.1). */
  public static Psk of(String identity, byte[] secret) {
    return new Psk(identity.getBytes(StandardCharsets.UTF_8), secret, null);
  }

  /** As {@link #of(byte[], byte[])}, for a key of which it is known whom it authenticates. */
  public static Psk of(byte[] identity, byte[] secret, PskPrincipal peer) {
    return new Psk(identity, secret, peer);
  }

  /**
   * The same key in memory of its own, for one who will destroy it.
   *
   * @throws IllegalStateException if this key is destroyed
   */
  public Psk copy() {
    return withPeer(peer);
  }

  /**
   * A {@link #copy()} that authenticates a peer.
   *
   * @param authenticated null where nothing is known of the peer but that it holds the key
   * @throws IllegalStateException if this key is destroyed
   */
  public Psk withPeer(@Nullable PskPrincipal authenticated) {
    byte[] revealed = revealSecret();
    try {
      return new Psk(identity, revealed, authenticated);
    } finally {
      Arrays.fill(revealed, (byte) 0);
    }
  }

  /** The name on the wire; a copy. */
  public byte[] identity() {
    return identity.clone();
  }

  /**
   * Whom this key authenticates, where that was agreed; else the wire identity itself is the peer's
   * name.
   */
  public Optional<PskPrincipal> peer() {
    return Optional.ofNullable(peer);
  }

  /**
   * The secret, revealed; a copy that the caller clears.
   *
   * @throws IllegalStateException if this key is destroyed
   */
  public synchronized byte[] revealSecret() {
    if (secret == null) {
      throw new IllegalStateException("the key was destroyed");
    }
    return secret.clone();
  }

  @Override
  public synchronized void destroy() {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
      secret = null;
    }
  }

  @Override
  public synchronized boolean isDestroyed() {
    return secret == null;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Psk that && Arrays.equals(identity, that.identity) && sameSecret(that);
  }

  private boolean sameSecret(Psk that) {
    if (isDestroyed() || that.isDestroyed()) {
      return this == that;
    }
    byte[] mine = revealSecret();
    byte[] theirs = that.revealSecret();
    try {
      return MessageDigest.isEqual(mine, theirs);
    } finally {
      Arrays.fill(mine, (byte) 0);
      Arrays.fill(theirs, (byte) 0);
    }
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(identity);
  }

  /** The identity in hexadecimal, never the secret. */
  @Override
  public String toString() {
    return "Psk[" + HexFormat.of().formatHex(identity) + "]";
  }
}

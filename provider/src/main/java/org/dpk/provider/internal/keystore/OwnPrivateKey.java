package org.dpk.provider.internal.keystore;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The private key of an own entry: the Ed25519 key that the entry's certificate shows, and with it
 * the whole identity.
 *
 * <p>This is how key material for the handshake gets from a {@code KeyStore} to a {@code
 * KeyManagerFactory} by standard calls alone: a handshake needs more than a key that signs, and a
 * {@code KeyStore} hands out no more than keys. {@link #destroy()} erases the identity as well.
 */
public final class OwnPrivateKey implements EdECPrivateKey {

  private static final long serialVersionUID = 1L;

  private final transient LocalIdentity identity;
  private final transient ChainAccess access;
  private final transient EdECPrivateKey signatureKey;

  OwnPrivateKey(LocalIdentity identity, ChainAccess access, EdECPrivateKey signatureKey) {
    this.identity = identity;
    this.access = access;
    this.signatureKey = signatureKey;
  }

  /** Whose key it is, with all its keys; belongs to this. */
  public LocalIdentity identity() {
    return identity;
  }

  /** Where the key store looks others up. */
  public ChainAccess access() {
    return access;
  }

  @Override
  public NamedParameterSpec getParams() {
    return signatureKey.getParams();
  }

  @Override
  public Optional<byte[]> getBytes() {
    return isDestroyed() ? Optional.empty() : signatureKey.getBytes();
  }

  @Override
  public String getAlgorithm() {
    return signatureKey.getAlgorithm();
  }

  /**
   * PKCS #8 by the name that the JDK's PKCS12 key store takes too, so that keytool exports the key.
   * Tomcat copies keys of the usual name into a key store of its own, where they would no longer be
   * an identity.
   */
  @Override
  public @Nullable String getFormat() {
    return isDestroyed() ? null : "PKCS8";
  }

  /** The Ed25519 key alone (RFC 8410 §7); null once it is destroyed. */
  @Override
  public byte @Nullable [] getEncoded() {
    return isDestroyed() ? null : signatureKey.getEncoded();
  }

  @Override
  public void destroy() {
    identity.destroy();
  }

  @Override
  public boolean isDestroyed() {
    return identity.isDestroyed();
  }

  /** Whose key it is, not the key. */
  @Override
  public String toString() {
    return "OwnPrivateKey[" + identity.identity() + "]";
  }

  @SuppressWarnings("unused") // of java.io.Serializable, which every Key is
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a DPK private key leaves its process only in its file");
  }
}

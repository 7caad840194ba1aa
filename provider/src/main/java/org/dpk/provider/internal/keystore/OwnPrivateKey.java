package org.dpk.provider.internal.keystore;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The private key of an own entry: the key that the entry's certificate shows, and with it the
 * whole identity.
 *
 * <p>This is how key material for the handshake gets from a {@code KeyStore} to a {@code
 * KeyManagerFactory} by standard calls alone: a handshake needs more than one key, and a {@code
 * KeyStore} hands out no more than keys. Of the JDK's own kind where it has one, so that it signs.
 * {@link #destroy()} erases the identity as well.
 */
public abstract sealed class OwnPrivateKey implements PrivateKey
    permits OwnEd25519Key, OwnRsaKey, OwnOpaqueKey {

  private static final long serialVersionUID = 1L;

  private final transient LocalIdentity identity;
  private final transient ChainAccess access;
  private final transient PrivateKey certified;

  OwnPrivateKey(LocalIdentity identity, ChainAccess access, PrivateKey certified) {
    this.identity = identity;
    this.access = access;
    this.certified = certified;
  }

  /**
   * @param certified the key that the certificate shows
   * @param algorithm what the Java platform calls the certificate's public key: an entry's two keys
   *     have to agree on that
   */
  static OwnPrivateKey of(
      LocalIdentity identity, ChainAccess access, PrivateKey certified, String algorithm) {
    if (certified instanceof EdECPrivateKey ed25519) {
      return new OwnEd25519Key(identity, access, ed25519);
    }
    return certified instanceof RSAPrivateCrtKey rsa
        ? new OwnRsaKey(identity, access, rsa)
        : new OwnOpaqueKey(identity, access, certified, algorithm);
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
  public String getAlgorithm() {
    return certified.getAlgorithm();
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

  /** This key alone; null once it is destroyed. */
  @Override
  public byte @Nullable [] getEncoded() {
    return isDestroyed() ? null : certified.getEncoded();
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

package org.dpk.provider.internal.keystore;

import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.dpk.provider.internal.identity.LocalIdentity;

/** Of an identity whose certificate shows the Ed25519 key of NSL_X25519 (RFC 8410 §7). */
final class OwnEd25519Key extends OwnPrivateKey implements EdECPrivateKey {

  private static final long serialVersionUID = 1L;

  private final transient EdECPrivateKey key;

  OwnEd25519Key(LocalIdentity identity, ChainAccess access, EdECPrivateKey key) {
    super(identity, access, key);
    this.key = key;
  }

  @Override
  public NamedParameterSpec getParams() {
    return key.getParams();
  }

  @Override
  public Optional<byte[]> getBytes() {
    return isDestroyed() ? Optional.empty() : key.getBytes();
  }
}

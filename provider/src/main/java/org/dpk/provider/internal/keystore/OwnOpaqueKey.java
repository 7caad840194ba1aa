package org.dpk.provider.internal.keystore;

import java.security.PrivateKey;
import org.dpk.provider.internal.identity.LocalIdentity;

/**
 * Of an identity whose certificate shows a key that the Java platform can only carry about: X-Wing.
 */
final class OwnOpaqueKey extends OwnPrivateKey {

  private static final long serialVersionUID = 1L;

  private final transient String algorithm;

  OwnOpaqueKey(LocalIdentity identity, ChainAccess access, PrivateKey key, String algorithm) {
    super(identity, access, key);
    this.algorithm = algorithm;
  }

  /** As the certificate's public key has it: for a key that is not known, its dotted number. */
  @Override
  public String getAlgorithm() {
    return algorithm;
  }
}

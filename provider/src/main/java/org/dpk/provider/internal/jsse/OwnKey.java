package org.dpk.provider.internal.jsse;

import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.keystore.OwnPrivateKey;
import org.jspecify.annotations.Nullable;

/** The one identity in a key store that speaks for this machine. */
final class OwnKey {

  private OwnKey() {}

  /**
   * @param password of the key; not cleared
   * @throws KeyStoreException if the store has no DPK identity
   * @throws UnrecoverableKeyException if the password is missing or wrong
   */
  static OwnPrivateKey in(KeyStore store, char @Nullable [] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    for (String alias : Collections.list(store.aliases())) {
      // the record in force comes before earlier ones
      Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
      if (key instanceof OwnPrivateKey own) {
        return own;
      }
    }
    throw new KeyStoreException(
        DpkProvider.NAME.equals(store.getType())
            ? "the key store holds no identity that is admitted: enrol it first (dpk enrol)"
            : "a key store of type "
                + store.getType()
                + " holds no DPK identity: use KeyStore.getInstance(\"DPK\")");
  }
}

package org.dpk.provider.internal.keystore;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableEntryException;
import java.util.Map;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;

/**
 * How a trust manager gets from a {@code KeyStore} to the chain behind it: {@code getEntry} with a
 * protection parameter that only DPK has. No password is needed, as nothing here is secret.
 *
 * @param peers what identities hosts stand for, as the identity file says
 */
public record ChainEntry(ChainAccess access, Map<String, DpkIdentity> peers)
    implements KeyStore.Entry {

  private static final String ANY_ALIAS = "dpk-chain";

  /** Asks for it. */
  static final class Request implements KeyStore.ProtectionParameter {}

  /** Copies the map. */
  public ChainEntry {
    peers = Map.copyOf(peers);
  }

  /**
   * The chain that a key store looks at.
   *
   * @throws KeyStoreException if the store is not of type DPK, not loaded, or knows no registry
   */
  public static ChainEntry of(KeyStore store) throws KeyStoreException {
    try {
      if (store.getEntry(ANY_ALIAS, new Request()) instanceof ChainEntry found) {
        return found;
      }
    } catch (NoSuchAlgorithmException | UnrecoverableEntryException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
    throw new KeyStoreException(
        DpkProvider.NAME.equals(store.getType())
            ? Foreigners.noRegistry()
            : "a key store of type " + store.getType() + " has no chain behind it");
  }
}

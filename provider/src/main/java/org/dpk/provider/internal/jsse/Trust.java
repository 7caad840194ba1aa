package org.dpk.provider.internal.jsse;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkTrustParameters;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.keystore.ChainAccess;
import org.dpk.provider.internal.keystore.ChainEntry;
import org.dpk.provider.internal.keystore.Settings;
import org.dpk.provider.internal.trust.DpkTrustManager;

/** Makes trust managers of parameters and settings. */
final class Trust {

  private static final String PKIX = "PKIX";

  private Trust() {}

  /**
   * @throws KeyStoreException if no registry or node is known, or a setting can't be used
   */
  static DpkTrustManager of(DpkTrustParameters parameters) throws KeyStoreException {
    try {
      ChainEntry chain = chain(parameters.keys());
      ChainAccess access = chain.access();
      return new DpkTrustManager(
          access.open(),
          access.lookupTimeout(),
          parameters.hosts().orElseGet(() -> hosts(chain.peers())),
          parameters.pkix().orElse(null));
    } catch (RegistryException | IllegalArgumentException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }

  /** The trust manager that the JDK makes of a key store. */
  static X509TrustManager pkix(KeyStore store) throws KeyStoreException {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
      factory.init(store);
      return first(factory);
    } catch (KeyStoreException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }

  /** The trust manager that the JDK makes of PKIX parameters. */
  static X509TrustManager pkix(CertPathTrustManagerParameters parameters)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
    factory.init(parameters);
    return first(factory);
  }

  private static X509TrustManager first(TrustManagerFactory factory) throws KeyStoreException {
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new KeyStoreException("the PKIX factory made no X509TrustManager"));
  }

  private static ChainEntry chain(Optional<KeyStore> keys) throws KeyStoreException {
    Optional<RegistryId> registry = keys.isPresent() ? Optional.empty() : Settings.registry();
    // a registry that is named on its own needs no identity and no password
    return registry.isPresent()
        ? new ChainEntry(ChainAccess.of(registry.get(), List.of(), List.of()), Map.of())
        : ChainEntry.of(keys.isPresent() ? keys.get() : DefaultKeyStore.loadAskedFor());
  }

  private static HostIdentity hosts(Map<String, DpkIdentity> ofFile) {
    Map<String, DpkIdentity> peers = new HashMap<>(ofFile);
    peers.putAll(Settings.peers());
    return HostIdentity.of(peers);
  }
}

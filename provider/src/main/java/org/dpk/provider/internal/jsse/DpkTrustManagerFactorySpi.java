package org.dpk.provider.internal.jsse;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.DpkTrustParameters;
import org.jspecify.annotations.Nullable;

/**
 * {@code TrustManagerFactory.getInstance("DPK")}: certificates whose keys are on chain, for
 * ordinary TLS.
 *
 * <p>With a key store of type {@code DPK}, or none, the chain decides alone. With one of another
 * type, or {@link CertPathTrustManagerParameters}, PKIX has to agree: the double check. Nothing is
 * asked of the chain here.
 */
public final class DpkTrustManagerFactorySpi extends TrustManagerFactorySpi {

  private @Nullable TrustManager trustManager;

  /** For the provider. */
  public DpkTrustManagerFactorySpi() {}

  /**
   * {@inheritDoc}
   *
   * @param store of type DPK: the registry to ask; of another type: whom PKIX trusts, and the
   *     settings name the registry; null: the settings name it
   * @throws KeyStoreException if no registry is known or a setting is wrong: the message says which
   */
  @Override
  protected void engineInit(@Nullable KeyStore store) throws KeyStoreException {
    trustManager = Trust.of(parameters(store));
  }

  /**
   * {@inheritDoc}
   *
   * @param parameters {@link DpkTrustParameters} or {@link CertPathTrustManagerParameters}
   */
  @Override
  protected void engineInit(@Nullable ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    try {
      trustManager = Trust.of(parameters(parameters));
    } catch (GeneralSecurityException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  @Override
  protected TrustManager[] engineGetTrustManagers() {
    if (trustManager == null) {
      throw new IllegalStateException("the factory is not initialized: call init first");
    }
    return new TrustManager[] {trustManager};
  }

  private static DpkTrustParameters parameters(@Nullable KeyStore store) throws KeyStoreException {
    if (store == null) {
      return DpkTrustParameters.ofSettings();
    }
    return DpkProvider.NAME.equalsIgnoreCase(store.getType())
        ? DpkTrustParameters.of(store)
        : DpkTrustParameters.ofSettings().and(Trust.pkix(store));
  }

  private static DpkTrustParameters parameters(@Nullable ManagerFactoryParameters parameters)
      throws GeneralSecurityException {
    if (parameters instanceof DpkTrustParameters ours) {
      return ours;
    }
    if (parameters instanceof CertPathTrustManagerParameters ofPkix) {
      return DpkTrustParameters.ofSettings().and(Trust.pkix(ofPkix));
    }
    throw new InvalidAlgorithmParameterException(
        "the DPK trust manager factory takes DpkTrustParameters or CertPathTrustManagerParameters");
  }
}

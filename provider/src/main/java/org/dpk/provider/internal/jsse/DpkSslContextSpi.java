package org.dpk.provider.internal.jsse;

import java.security.KeyManagementException;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.dpk.psk.PskSslContextSpi;
import org.jspecify.annotations.Nullable;

/**
 * {@code SSLContext.getInstance("DPK")}: TLS 1.3 keyed by agreement between two identities on
 * chain.
 */
public final class DpkSslContextSpi extends PskSslContextSpi {

  private @Nullable KeyManagementException missing;

  /** For the provider. */
  public DpkSslContextSpi() {}

  /**
   * {@inheritDoc}
   *
   * @param keyManagers of {@code KeyManagerFactory.getInstance("DPK")}, or of the JDK's factories
   *     for a key store of type DPK; null for those of the key store that {@code
   *     javax.net.ssl.keyStore} and its relatives name. If they name none that is good, each use of
   *     the context says so, but the context still tells what it supports: servers make one for
   *     nothing else. With an {@code X509KeyManager} beside them, a server serves clients of
   *     ordinary TLS on the same port
   * @param trustManagers judge the certificates of such clients; whom to trust of those that agree
   *     on a key is what the chain says
   */
  @Override
  protected void engineInit(
      KeyManager @Nullable [] keyManagers,
      TrustManager @Nullable [] trustManagers,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    missing = null;
    if (keyManagers != null) {
      super.engineInit(IdentityInX509.takenOutOf(keyManagers), trustManagers, random);
      return;
    }
    try {
      super.engineInit(defaultKeyManagers(), trustManagers, random);
    } catch (KeyManagementException e) {
      missing = e;
    }
  }

  @Override
  protected void requireUsable() {
    if (missing != null) {
      throw new IllegalStateException(
          "the DPK context was initialized without key managers, and the properties give none: "
              + missing.getMessage(),
          missing);
    }
  }

  static KeyManager[] defaultKeyManagers() throws KeyManagementException {
    DpkKeyManagerFactorySpi factory = new DpkKeyManagerFactorySpi();
    try {
      factory.engineInit(null, null);
    } catch (KeyStoreException | NoSuchAlgorithmException | UnrecoverableKeyException e) {
      throw new KeyManagementException(e.getMessage(), e);
    }
    return factory.engineGetKeyManagers();
  }
}

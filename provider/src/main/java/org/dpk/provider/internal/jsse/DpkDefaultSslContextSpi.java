package org.dpk.provider.internal.jsse;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.dpk.psk.PskSslContextSpi;
import org.jspecify.annotations.Nullable;

/**
 * {@code SSLContext.getDefault()} where DPK is the first provider and {@code
 * javax.net.ssl.keyStoreType} is {@code DPK}: an application needs no code at all.
 *
 * <p>With any other key store type it does not exist, and the JDK takes the next provider's. If the
 * settings ask for DPK and are wrong, each use says so: falling back to certificates would be a
 * surprise.
 */
public final class DpkDefaultSslContextSpi extends PskSslContextSpi {

  private final @Nullable KeyManagementException failure;

  /**
   * For the provider.
   *
   * @throws NoSuchAlgorithmException if the properties do not ask for DPK
   */
  public DpkDefaultSslContextSpi() throws NoSuchAlgorithmException {
    if (!DefaultKeyStore.isAskedFor()) {
      throw new NoSuchAlgorithmException(DefaultKeyStore.TYPE + " is not DPK");
    }
    failure = initialize();
  }

  private @Nullable KeyManagementException initialize() {
    try {
      super.engineInit(DpkSslContextSpi.defaultKeyManagers(), null, null);
      return null;
    } catch (KeyManagementException e) {
      return e;
    }
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keyManagers,
      TrustManager @Nullable [] trustManagers,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("the default context is initialized by properties alone");
  }

  @Override
  protected void requireUsable() {
    if (failure != null) {
      throw new IllegalStateException(
          "the default SSLContext of DPK can't be used: " + failure.getMessage(), failure);
    }
  }
}

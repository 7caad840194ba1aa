package org.dpk.psk.internal.jsse;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * {@code SSLContext} by the name {@code TLS}: of this module where the application brings keys of
 * this module, else of the next provider.
 */
public final class EitherTlsContextSpi extends SSLContextSpi {

  private static final class PreSharedKeys extends SSLContext {
    PreSharedKeys() {
      super(new OrdinaryNamesContextSpi(), new PskJsseProvider(), PskJsseProvider.FOR_TLS);
    }
  }

  private @Nullable SSLContext context;

  /** For the provider. */
  public EitherTlsContextSpi() {}

  /** {@inheritDoc} One key source among the key managers makes it a context of this module. */
  @Override
  protected void engineInit(
      KeyManager @Nullable [] keyManagers,
      TrustManager @Nullable [] trustManagers,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    try {
      SSLContext chosen =
          haveKeySource(keyManagers) ? new PreSharedKeys() : OrdinaryTls.ofAnotherProvider();
      chosen.init(keyManagers, trustManagers, random);
      context = chosen;
    } catch (KeyManagementException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new KeyManagementException(e.getMessage(), e);
    }
  }

  private static boolean haveKeySource(KeyManager @Nullable [] keyManagers) {
    return keyManagers != null
        && Arrays.stream(keyManagers)
            .anyMatch(one -> one instanceof PskKeyManager || one instanceof PskAgreement);
  }

  private SSLContext context() {
    if (context == null) {
      throw new IllegalStateException("the SSLContext is not initialized: call init first");
    }
    return context;
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return context().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return context().getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return context().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(@Nullable String host, int port) {
    return context().createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return context().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return context().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return context().getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return context().getSupportedSSLParameters();
  }
}

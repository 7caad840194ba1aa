package org.dpk.psk;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The engine of this module for providers that offer an {@code SSLContext} of their own: they
 * extend this, and turn the key managers that they are given into those of this module in {@link
 * #engineInit}.
 */
public class PskSslContextSpi extends SSLContextSpi {

  private final SSLContext context;

  /** A context as {@code TLS-PSK} of {@link PskJsseProvider}. */
  public PskSslContextSpi() {
    try {
      context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the provider of this module is incomplete", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @param keyManagers with at least one {@link PskKeyManager} or one {@link PskAgreement}, or made
   *     of a key store of type PSK. With an {@code X509KeyManager} beside it, a server serves
   *     clients of ordinary TLS on the same port, by the JDK's engine: those prove nothing unless
   *     an engine needs client authentication, so ask each session who its peer is ({@link
   *     PskPrincipal} for a key). What is a key source itself does not count as one of
   *     certificates, nor do those of {@link SyntheticIssuer}
   * @param trustManagers judge the certificates of such clients; null for those of the JDK. They
   *     have no say on keys
   * @throws KeyManagementException if there is no key source among the key managers
   */
  @Override
  protected void engineInit(
      KeyManager @Nullable [] keyManagers,
      TrustManager @Nullable [] trustManagers,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    context.init(keyManagers, trustManagers, random);
  }

  /**
   * Called before each use of the context, but not where it is asked what it supports.
   *
   * @throws IllegalStateException if the context can't be used: it says why
   */
  protected void requireUsable() {}

  private SSLContext usable() {
    requireUsable();
    return context;
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return usable().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return usable().getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return usable().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(@Nullable String host, int port) {
    return usable().createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return usable().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return usable().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return usable().getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return context.getSupportedSSLParameters();
  }
}

package org.dpk.psk.internal.jsse;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.dpk.psk.internal.tls.Protocol;
import org.jspecify.annotations.Nullable;

/** {@code SSLContext} by the names {@code TLS-PSK} and {@code TLSv1.3-PSK}. */
public abstract class PskContextSpi extends SSLContextSpi {

  private final Defaults.Source defaults;
  private @Nullable PskContext context;

  private PskContextSpi(Defaults.Source defaults) {
    this.defaults = defaults;
  }

  /**
   * TLS 1.3, and 1.2 for keys that exist already; {@code jdk.tls.client.protocols} and {@code
   * jdk.tls.server.protocols} narrow that, as for the JDK's own {@code TLS}.
   */
  public static class Tls extends PskContextSpi {
    public Tls() {
      super(Defaults::ofProperties);
    }
  }

  /** TLS 1.3 alone, unless an application enables 1.2. */
  public static final class Tls13 extends PskContextSpi {
    public Tls13() {
      super(() -> Defaults.of(Protocol.TLS_1_3));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @param keyManagers with at least one {@code PskKeyManager} or one {@code PskAgreement}, or made
   *     of a key store of type PSK; null is taken as by the JDK's contexts, but then there is
   *     nothing to use: such a context only says what it supports. With an {@code X509KeyManager}
   *     beside it, a server serves clients of ordinary TLS on the same port, by the JDK's engine
   * @param trustManagers judge the certificates of such clients; null for those of the JDK
   */
  @Override
  protected void engineInit(
      KeyManager @Nullable [] keyManagers,
      TrustManager @Nullable [] trustManagers,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    SecureRandom given = random == null ? new SecureRandom() : random;
    context =
        keyManagers == null
            ? null
            : PskContext.of(keyManagers, trustManagers, defaults.get(), given);
  }

  final PskContext context() {
    if (context == null) {
      throw new IllegalStateException(
          "the SSLContext has no keys: call init with a PskKeyManager or a PskAgreement first");
    }
    return context;
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return new PskEngine(context(), null, -1);
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(@Nullable String host, int port) {
    return new PskEngine(context(), host, port);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new PskSocketFactory(context());
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return new PskServerSocketFactory(context());
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return context().sessions(false);
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return context().sessions(true);
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    EngineSettings settings = context().newSettings();
    settings.setClient(true);
    return settings.toParameters(null, null);
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return EngineSettings.supported().toParameters(null, null);
  }
}

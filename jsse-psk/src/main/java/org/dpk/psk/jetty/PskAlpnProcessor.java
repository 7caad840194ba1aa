package org.dpk.psk.jetty;

import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.jspecify.annotations.Nullable;

/**
 * Lets Jetty negotiate ALPN over the engines of this module: its own service for that insists on
 * the JDK's engine.
 *
 * <p>Found by Jetty through {@code ServiceLoader}. Not final, so that an application's module can
 * provide a subclass of its own.
 */
public class PskAlpnProcessor implements ALPNProcessor.Server {

  private static final String OUR_ENGINES = "org.dpk.psk.";

  /** For {@code ServiceLoader}. */
  public PskAlpnProcessor() {}

  @Override
  public boolean appliesTo(SSLEngine engine) {
    return engine.getClass().getName().startsWith(OUR_ENGINES);
  }

  @Override
  public void configure(SSLEngine engine, Connection connection) {
    ALPNServerConnection negotiating = (ALPNServerConnection) connection;
    engine.setHandshakeApplicationProtocolSelector((asking, names) -> choose(negotiating, names));
    SslEndPoint encrypted = (SslEndPoint) negotiating.getEndPoint();
    encrypted.getSslConnection().addHandshakeListener(new DefaultWithoutAlpn(negotiating));
  }

  /** Jetty's choice; null makes the engine answer no_application_protocol (RFC 7301 §3.2). */
  private static @Nullable String choose(ALPNServerConnection negotiating, List<String> offered) {
    try {
      negotiating.select(offered);
      return negotiating.getProtocol();
    } catch (IllegalStateException e) {
      return null;
    }
  }

  /** A client without ALPN gets the connector's default protocol. */
  private record DefaultWithoutAlpn(ALPNServerConnection negotiating)
      implements SslHandshakeListener {

    @Override
    public void handshakeSucceeded(Event event) {
      if (negotiating.getProtocol() == null) {
        negotiating.unsupported();
      }
    }
  }
}

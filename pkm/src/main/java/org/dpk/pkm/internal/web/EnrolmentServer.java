package org.dpk.pkm.internal.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The devices' HTTPS server, keyed by the handshake with the PKM's own record. */
public final class EnrolmentServer implements AutoCloseable {

  // a device polls several times a second; a connection costs it a whole handshake
  private static final long IDLE_MILLIS = 60_000;

  private final Javalin server;
  private final String host;

  private EnrolmentServer(Javalin server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Listens.
   *
   * @param address where; port 0 lets the system choose one
   * @param context keys the connections
   * @throws IOException if the address is taken, or not one of this machine
   */
  public static EnrolmentServer start(ServiceAddress address, SSLContext context, EnrolmentApi api)
      throws IOException {
    Javalin server = Javalin.create(config -> configure(config, address, context, api));
    JettyStart.start(server, "the enrolment service", address);
    return new EnrolmentServer(server, address.host());
  }

  /** Where it listens. */
  public ServiceAddress address() {
    return new ServiceAddress(host, server.port());
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void configure(
      JavalinConfig config, ServiceAddress address, SSLContext context, EnrolmentApi api) {
    JettyStart.quiet(config);
    config.jetty.threadPool = JettyStart.threads("dpk-pkm-enrolment");
    config.jetty.addConnector((server, http) -> connector(server, http, address, context));
    Problem.answerAll(config.routes);
    api.addTo(config.routes);
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServiceAddress address, SSLContext context) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    HttpConfiguration secure = new HttpConfiguration(http);
    // the handshake has proven the PKM's identity already, whatever host the device dialled
    secure.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
    connector.setHost(address.host());
    connector.setPort(address.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }
}

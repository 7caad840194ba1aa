package org.dpk.pkm.internal.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.dpk.provider.internal.enrol.ServiceAddress;

/** The administrator's HTTP server, on this machine only. */
public final class AdminServer implements AutoCloseable {

  private final Javalin server;
  private final String host;

  private AdminServer(Javalin server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Listens.
   *
   * @param address a loopback address; port 0 lets the system choose one
   * @throws IOException if the address is not of this machine alone, or is taken
   */
  public static AdminServer start(ServiceAddress address, AdminKey key, AdminApi api)
      throws IOException {
    requireLoopback(address);
    Javalin server = Javalin.create(config -> configure(config, address, key, api));
    JettyStart.start(server, "the administrator's API", address);
    return new AdminServer(server, address.host());
  }

  /** Where it listens, such as {@code http://127.0.0.1:8470}. */
  public URI uri() {
    return URI.create("http://" + new ServiceAddress(host, server.port()));
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void configure(
      JavalinConfig config, ServiceAddress address, AdminKey key, AdminApi api) {
    JettyStart.quiet(config);
    config.jetty.host = address.host();
    config.jetty.port = address.port();
    config.jetty.threadPool = JettyStart.threads("dpk-pkm-admin");
    Problem.answerAll(config.routes);
    config.routes.get("/healthz", context -> context.result("{\"status\":\"ok\"}"));
    config.routes.before("/v1/*", context -> requireKey(context, key));
    api.addTo(config.routes);
  }

  private static void requireKey(Context context, AdminKey key) throws Problem {
    context.header("Cache-Control", "no-store");
    if (!key.isIn(context.header("Authorization"))) {
      context.header("WWW-Authenticate", "Bearer");
      throw new Problem(
          401,
          "unauthorized",
          "the administrator's key is missing or wrong: send it as Authorization: Bearer …; it"
              + " stands in the file admin.key of the PKM's data folder");
    }
  }

  // the key travels in the clear here
  private static void requireLoopback(ServiceAddress address) throws IOException {
    try {
      if (InetAddress.getByName(address.host()).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new IOException("the administrator's address " + address + " names no host", e);
    }
    throw new IOException(
        "the administrator's API has no TLS of its own and listens on this machine only, not on "
            + address
            + ": set it to 127.0.0.1 and reach it through ssh or a proxy with TLS");
  }
}

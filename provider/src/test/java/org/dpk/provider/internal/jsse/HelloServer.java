package org.dpk.provider.internal.jsse;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The JDK's own HTTPS server, which says whom it sees. */
final class HelloServer implements AutoCloseable {

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  HelloServer(SSLContext context) throws IOException {
    this(new HttpsConfigurator(context));
  }

  HelloServer(HttpsConfigurator configurator) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(configurator);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String peer = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
          byte[] hello = ("hello " + peer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, hello.length);
          exchange.getResponseBody().write(hello);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI uri() {
    return uri(port());
  }

  static URI uri(int port) {
    return URI.create("https://localhost:" + port + "/");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

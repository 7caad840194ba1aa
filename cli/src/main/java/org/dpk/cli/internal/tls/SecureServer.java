package org.dpk.cli.internal.tls;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The JDK's own HTTPS server with a context of DPK; runs until it is closed. */
public final class SecureServer implements AutoCloseable {

  private static final int THREADS = 16;

  static {
    // the JDK's server writes head and body apart: without this a client waits 40 ms for its
    // delayed acknowledgement. Read once, when the first server is made.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpsServer server;
  private final ExecutorService threads;

  private SecureServer(HttpsServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts one.
   *
   * @param address where it listens; port 0 for a free one
   * @throws java.net.BindException if that is taken
   */
  public static SecureServer start(SSLContext context, InetSocketAddress address, HttpHandler pages)
      throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", pages);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "dpk-serve");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.start();
    return new SecureServer(server, threads);
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends it at once, open requests too. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package org.dpk.pkm.internal.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What both servers have in common. */
final class JettyStart {

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;

  private JettyStart() {}

  static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.defaultContentType = "application/json";
    config.http.maxRequestSize = Json.MAX_BODY;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(Json.MAX_BODY);
        });
  }

  static QueuedThreadPool threads(String name) {
    QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    pool.setName(name);
    pool.setDaemon(true);
    return pool;
  }

  /**
   * Starts a server.
   *
   * @param what it is, for the message
   * @throws IOException if the address is taken, or not one of this machine
   */
  static void start(Javalin server, String what, ServiceAddress address) throws IOException {
    try {
      server.start();
    } catch (JavalinBindException e) {
      throw new IOException(
          what
              + " can't listen on "
              + address
              + ": another program does, or it is no address of this machine; choose another",
          e);
    }
  }
}

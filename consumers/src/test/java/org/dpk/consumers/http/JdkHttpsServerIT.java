package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.KeySource;

/** The JDK's HTTPS server. */
class JdkHttpsServerIT extends HttpServerContract {

  @Override
  protected boolean speaksHttp2() {
    return false;
  }

  @Override
  protected Running start(KeySource keys, SSLContext context, Set<String> seen) throws IOException {
    return serve(context, seen);
  }

  static Running serve(SSLContext context, Set<String> seen) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(anyPort, 100);
    ExecutorService workers = Executors.newFixedThreadPool(8);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/echo", exchange -> echo(exchange, seen));
    server.setExecutor(workers);
    server.start();
    return new Jdk(server, workers);
  }

  private static void echo(HttpExchange exchange, Set<String> seen) throws IOException {
    try (exchange) {
      seen.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Jdk(HttpsServer server, ExecutorService workers) implements Running {

    @Override
    public int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() throws InterruptedException {
      server.stop(0);
      workers.shutdownNow();
      assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
    }
  }
}

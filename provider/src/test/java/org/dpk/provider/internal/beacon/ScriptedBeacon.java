package org.dpk.provider.internal.beacon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A beacon node that answers what a test tells it to, over HTTP; and what was asked of it. */
public final class ScriptedBeacon implements AutoCloseable {

  private static final String LIGHT_CLIENT = "/eth/v1/beacon/light_client/";

  /** An answer. */
  public interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public ScriptedBeacon() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Paths with queries, in the order in which they were asked for. */
  public List<String> asked() {
    return asked;
  }

  /** Anything at all below this path, without the query. */
  public ScriptedBeacon on(String path, Script script) {
    scripts.put(path, script);
    return this;
  }

  /**
   * What is below {@code light_client/}.
   *
   * @param what such as {@code finality_update}
   */
  public ScriptedBeacon serve(String what, byte[] json) {
    return on(LIGHT_CLIENT + what, exchange -> send(exchange, 200, json));
  }

  public ScriptedBeacon fail(String what, int status) {
    return on(LIGHT_CLIENT + what, exchange -> send(exchange, status, new byte[0]));
  }

  /** Never answers. */
  public ScriptedBeacon stall(String what) {
    return on(LIGHT_CLIENT + what, exchange -> await());
  }

  /** Answers with more than anybody wants. */
  public ScriptedBeacon flood(String what, long length) {
    return on(
        LIGHT_CLIENT + what,
        exchange -> {
          exchange.sendResponseHeaders(200, length);
          byte[] part = new byte[1 << 16];
          OutputStream out = exchange.getResponseBody();
          for (long sent = 0; sent < length; sent += part.length) {
            out.write(part); // fails once the other side has gone
          }
        });
  }

  private void await() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      body.readAllBytes();
      Script script = scripts.get(exchange.getRequestURI().getPath());
      if (script == null) {
        send(exchange, 404, new byte[0]);
      } else {
        script.answer(exchange);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

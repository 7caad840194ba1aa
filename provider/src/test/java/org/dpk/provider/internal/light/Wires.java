package org.dpk.provider.internal.light;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Answers that are no JSON-RPC, or no HTTP. */
final class Wires {

  /** Answers a request. */
  interface Wire {
    void answer(HostileProxy proxy, HttpExchange exchange, byte[] honest)
        throws IOException, InterruptedException;
  }

  private static final long GIGABYTE = 1L << 30;
  private static final int CHUNK = 1 << 16;

  private Wires() {}

  /** This text, whatever was asked. */
  static Wire text(String text) {
    return (proxy, exchange, honest) ->
        HostileProxy.send(exchange, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The honest answer under another status. */
  static Wire status(int status) {
    return (proxy, exchange, honest) -> {
      exchange.getResponseHeaders().set("Retry-After", "100000");
      exchange.sendResponseHeaders(status, honest.length);
      exchange.getResponseBody().write(honest);
    };
  }

  /** To a path that answers honestly. */
  static void redirect(HostileProxy proxy, HttpExchange exchange, byte[] honest)
      throws IOException {
    if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
      HostileProxy.send(exchange, honest);
      return;
    }
    exchange.getResponseHeaders().set("Location", proxy.uri() + "/elsewhere");
    exchange.sendResponseHeaders(307, -1);
  }

  static void stall(HostileProxy proxy, HttpExchange exchange, byte[] honest)
      throws InterruptedException {
    proxy.awaitClose();
  }

  /** One byte a second. */
  static void drip(HostileProxy proxy, HttpExchange exchange, byte[] honest)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, honest.length);
    for (byte each : honest) {
      exchange.getResponseBody().write(each);
      exchange.getResponseBody().flush();
      if (proxy.awaitClose(1)) {
        return;
      }
    }
  }

  static void gigabyte(HostileProxy proxy, HttpExchange exchange, byte[] honest)
      throws IOException {
    exchange.sendResponseHeaders(200, GIGABYTE);
    fill(exchange.getResponseBody());
  }

  /** A gigabyte that is a megabyte on the wire. */
  static void bomb(HostileProxy proxy, HttpExchange exchange, byte[] honest) throws IOException {
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream zipped = new FastGzip(exchange.getResponseBody())) {
      fill(zipped);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static void fill(OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) ' ');
    for (long sent = 0; sent < GIGABYTE; sent += CHUNK) {
      out.write(chunk);
    }
  }

  /** Half of what was announced. */
  static void close(HostileProxy proxy, HttpExchange exchange, byte[] honest) throws IOException {
    exchange.sendResponseHeaders(200, honest.length);
    exchange.getResponseBody().write(honest, 0, honest.length / 2);
    exchange.getResponseBody().flush();
  }
}

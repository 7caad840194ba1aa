package org.dpk.cli.internal.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Pages, and under {@code /ticks} an answer that never ends: a session that stays open. */
final class TickingPages implements HttpHandler {

  static final String TICKS = "/ticks";

  private static final Duration PERIOD = Duration.ofMillis(20);

  private final HttpHandler pages;

  TickingPages(HttpHandler pages) {
    this.pages = pages;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals(TICKS)) {
      tick(exchange);
    } else {
      pages.handle(exchange);
    }
  }

  /** Ends when nobody can be written to any more, or the server stops. */
  private static void tick(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (int i = 1; ; i++) {
        out.write(("tick " + i + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }
}

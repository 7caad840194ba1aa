package org.dpk.cli.internal.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Answers GET and HEAD with pages, and reports each request. */
public final class PageHandler implements HttpHandler {

  private static final int NO_BODY = -1;

  private final Pages pages;
  private final Consumer<Visit> visits;

  /**
   * A request that was answered.
   *
   * @param peer who asked
   * @param status what it was answered with
   */
  public record Visit(String peer, String method, String path, int status) {}

  /**
   * @param visits told of each request, on the thread that answered it; does not block
   */
  public PageHandler(Pages pages, Consumer<Visit> visits) {
    this.pages = pages;
    this.visits = visits;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String peer = peer(exchange);
      int status = answer(exchange, peer);
      visits.accept(
          new Visit(peer, exchange.getRequestMethod(), exchange.getRequestURI().getPath(), status));
    }
  }

  /** The peer as JSSE names it. */
  static String peer(HttpExchange exchange) throws SSLPeerUnverifiedException {
    return exchange instanceof HttpsExchange secure
        ? secure.getSSLSession().getPeerPrincipal().getName()
        : "nobody";
  }

  private int answer(HttpExchange exchange, String peer) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return empty(exchange, 405);
    }
    Optional<Pages.Page> page = pages.at(exchange.getRequestURI().getPath(), peer);
    return page.isEmpty() ? empty(exchange, 404) : send(exchange, page.get(), method);
  }

  private static int empty(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, NO_BODY);
    return status;
  }

  private static int send(HttpExchange exchange, Pages.Page page, String method)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", page.type());
    headers.set("X-Content-Type-Options", "nosniff");
    if (method.equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(page.content().length));
      return empty(exchange, 200);
    }
    exchange.sendResponseHeaders(200, page.content().length == 0 ? NO_BODY : page.content().length);
    if (page.content().length > 0) {
      exchange.getResponseBody().write(page.content());
    }
    return 200;
  }
}

package org.dpk.cli.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Fetches pages through {@link HttpClient}. Each one has its connections to itself, and all of a
 * context share what that remembers of peers.
 */
public final class Fetcher implements AutoCloseable {

  private final HttpClient client;
  private final Duration timeout;

  /**
   * @param timeout until a connection stands, and again until an answer begins
   */
  public Fetcher(SSLContext context, Duration timeout) {
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().sslContext(context).connectTimeout(timeout).build();
  }

  /** Fetches a page; the caller closes its body. */
  public HttpResponse<InputStream> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** Ends the client where it can be ended; before Java 21 it ends when nothing refers to it. */
  @Override
  public void close() throws IOException {
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IOException("the HTTP client did not end", e);
      }
    }
  }
}

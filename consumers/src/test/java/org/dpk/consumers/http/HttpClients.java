package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** HTTP clients as an application uses them, but for the SSLContext. */
enum HttpClients {
  HTTPS_URL_CONNECTION {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      SSLSocketFactory sockets = context.getSocketFactory();
      return (path, body) -> urlConnection(sockets, server, path, body);
    }
  },
  HTTP_CLIENT_1 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return httpClient(context, server, HttpClient.Version.HTTP_1_1);
    }
  },
  HTTP_CLIENT_2 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return httpClient(context, server, HttpClient.Version.HTTP_2);
    }
  };

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Whether it insists on HTTP/2. */
  boolean isHttp2() {
    return name().endsWith("_2");
  }

  abstract Workload.Client open(SSLContext context, HttpOrigin server);

  private static byte[] urlConnection(
      SSLSocketFactory sockets, HttpOrigin server, String path, byte[] body) throws Exception {
    HttpsURLConnection connection =
        (HttpsURLConnection) server.uri().resolve(path).toURL().openConnection();
    connection.setSSLSocketFactory(sockets);
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    connection.setFixedLengthStreamingMode(body.length);
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    assertEquals(200, connection.getResponseCode());
    assertEquals(server.principal(), connection.getPeerPrincipal().getName());
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private static Workload.Client httpClient(
      SSLContext context, HttpOrigin server, HttpClient.Version version) {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(context)
            .version(version)
            .connectTimeout(TIMEOUT)
            .build();
    return (path, body) -> {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve(path))
              .timeout(TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, response.statusCode());
      assertEquals(version, response.version());
      assertEquals(
          server.principal(), response.sslSession().orElseThrow().getPeerPrincipal().getName());
      return response.body();
    };
  }
}

package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** {@code HttpsURLConnection} and {@code java.net.http.HttpClient}. */
final class JdkClients {

  private JdkClients() {}

  static Workload.Client urlConnections(SSLContext context, HttpOrigin server) {
    SSLSocketFactory sockets = context.getSocketFactory();
    return (path, body) -> post(sockets, server, path, body);
  }

  private static byte[] post(SSLSocketFactory sockets, HttpOrigin server, String path, byte[] body)
      throws Exception {
    HttpsURLConnection connection = connection(server.uri().resolve(path).toURL(), sockets);
    connection.setReadTimeout((int) HttpClients.TIMEOUT.toMillis());
    connection.setFixedLengthStreamingMode(body.length);
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    assertEquals(200, connection.getResponseCode());
    server.requireMet(connection.getSSLSession().orElseThrow());
    server.requireMet(connection.getServerCertificates());
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  // example: HttpClient
  static HttpClient.Builder client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context);
  }

  // end

  // example: HttpsURLConnection
  static HttpsURLConnection connection(URL url, SSLSocketFactory sockets) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
    connection.setSSLSocketFactory(sockets);
    return connection;
  }

  // end

  static Workload.Client httpClient(
      SSLContext context, HttpOrigin server, HttpClient.Version version) {
    HttpClient client = client(context).version(version).build();
    return (path, body) -> {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve(path))
              .timeout(HttpClients.TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, response.statusCode());
      assertEquals(version, response.version());
      server.requireMet(response.sslSession().orElseThrow());
      return response.body();
    };
  }
}

package org.dpk.psk.interop;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The JDK's ways to fetch a page, each time over one new connection. */
enum JdkClient {
  HTTP_CLIENT {
    @Override
    String get(SSLContext context, int port) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(page(port)).timeout(PATIENCE).build();
      return HttpClient.newBuilder()
          .sslContext(context)
          .build()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body();
    }
  },
  HTTPS_URL_CONNECTION {
    @Override
    String get(SSLContext context, int port) throws Exception {
      HttpsURLConnection connection = (HttpsURLConnection) page(port).toURL().openConnection();
      connection.setSSLSocketFactory(context.getSocketFactory());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      connection.setRequestProperty("Connection", "close");
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  },
  SOCKET {
    @Override
    String get(SSLContext context, int port) throws Exception {
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket
            .getOutputStream()
            .write(
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
      }
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  abstract String get(SSLContext context, int port) throws Exception;

  private static URI page(int port) {
    return URI.create("https://localhost:" + port + "/");
  }
}

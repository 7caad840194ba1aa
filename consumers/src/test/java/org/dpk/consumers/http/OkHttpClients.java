package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.dpk.psk.SyntheticIssuer;

/** OkHttp 5, its hostname verifier and its certificate pinner in their place. */
final class OkHttpClients {

  private OkHttpClients() {}

  static Workload.Client open(SSLContext context, HttpOrigin server, Protocol... protocols)
      throws GeneralSecurityException, IOException {
    OkHttpClient client =
        client(context)
            .protocols(List.of(protocols))
            .callTimeout(HttpClients.TIMEOUT)
            .readTimeout(HttpClients.TIMEOUT)
            .build();
    return new Open(client, server, protocols[0]);
  }

  // example: okhttp
  static OkHttpClient.Builder client(SSLContext context)
      throws GeneralSecurityException, IOException {
    KeyStore issuer = KeyStore.getInstance(KeyStore.getDefaultType());
    issuer.load(null, null);
    issuer.setCertificateEntry("dpk-issuer", SyntheticIssuer.ofThisProcess().certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(issuer);
    return new OkHttpClient.Builder()
        .sslSocketFactory(
            context.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0]);
  }

  // end

  private record Open(OkHttpClient client, HttpOrigin server, Protocol expected)
      implements Workload.Client {

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
      Request request =
          new Request.Builder()
              .url(server.uri().resolve(path).toURL())
              .post(RequestBody.create(body))
              .build();
      try (Response response = client.newCall(request).execute()) {
        assertEquals(200, response.code());
        assertEquals(expected, response.protocol());
        server.requireMet(response.handshake().peerCertificates().toArray(Certificate[]::new));
        return response.body().bytes();
      }
    }

    @Override
    public void close() throws Exception {
      ExecutorService threads = client.dispatcher().executorService();
      threads.shutdown();
      client.connectionPool().evictAll();
    }
  }
}

package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** Apache HttpClient 5, classic and async, its hostname verifier in its place. */
final class ApacheClients {

  private ApacheClients() {}

  // example: apache classic
  static CloseableHttpClient classic(SSLContext context) {
    return HttpClientBuilder.create()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(
                    ClientTlsStrategyBuilder.create().setSslContext(context).buildClassic())
                .build())
        .build();
  }

  // end

  // example: apache async
  static CloseableHttpAsyncClient async(SSLContext context, HttpVersionPolicy versions) {
    return HttpAsyncClientBuilder.create()
        .setConnectionManager(
            PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(
                    ClientTlsStrategyBuilder.create().setSslContext(context).buildAsync())
                .setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(versions).build())
                .build())
        .build();
  }

  // end

  static Workload.Client openClassic(SSLContext context, HttpOrigin server) {
    return new Classic(classic(context), server);
  }

  static Workload.Client openAsync(
      SSLContext context, HttpOrigin server, HttpVersionPolicy versions) {
    CloseableHttpAsyncClient client = async(context, versions);
    client.start();
    return new Async(
        client,
        server,
        versions == HttpVersionPolicy.FORCE_HTTP_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2);
  }

  private record Classic(CloseableHttpClient client, HttpOrigin server) implements Workload.Client {

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
      HttpPost request = new HttpPost(server.uri().resolve(path));
      request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
      HttpClientContext exchange = HttpClientContext.create();
      return client.execute(
          request,
          exchange,
          response -> {
            assertEquals(200, response.getCode());
            requireMet(exchange);
            return EntityUtils.toByteArray(response.getEntity());
          });
    }

    private void requireMet(HttpClientContext exchange) {
      try {
        server.requireMet(exchange.getSSLSession());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      client.close(CloseMode.GRACEFUL);
    }
  }

  private record Async(CloseableHttpAsyncClient client, HttpOrigin server, HttpVersion expected)
      implements Workload.Client {

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
      SimpleHttpRequest request =
          SimpleRequestBuilder.post(server.uri().resolve(path))
              .setBody(body, ContentType.APPLICATION_OCTET_STREAM)
              .build();
      HttpClientContext exchange = HttpClientContext.create();
      SimpleHttpResponse response =
          client
              .execute(request, exchange, null)
              .get(HttpClients.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      assertEquals(200, response.getCode());
      assertEquals(expected, response.getVersion());
      server.requireMet(exchange.getSSLSession());
      return response.getBodyBytes();
    }

    @Override
    public void close() throws Exception {
      // a graceful one waits 5 s for an HTTP/2 server that leaves it to its client to close
      client.close(CloseMode.IMMEDIATE);
      client.awaitShutdown(TimeValue.ofSeconds(20));
    }
  }
}

package org.dpk.consumers.http;

import io.netty.handler.ssl.ApplicationProtocolNames;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import okhttp3.Protocol;
import org.apache.hc.core5.http2.HttpVersionPolicy;

/** HTTP clients as an application uses them, but for the SSLContext. */
enum HttpClients {
  HTTPS_URL_CONNECTION {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return JdkClients.urlConnections(context, server);
    }
  },
  HTTP_CLIENT_1 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return JdkClients.httpClient(context, server, HttpClient.Version.HTTP_1_1);
    }
  },
  HTTP_CLIENT_2 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return JdkClients.httpClient(context, server, HttpClient.Version.HTTP_2);
    }
  },
  OK_HTTP_1 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) throws Exception {
      return OkHttpClients.open(context, server, Protocol.HTTP_1_1);
    }
  },
  OK_HTTP_2 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) throws Exception {
      return OkHttpClients.open(context, server, Protocol.HTTP_2, Protocol.HTTP_1_1);
    }
  },
  APACHE_CLASSIC {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return ApacheClients.openClassic(context, server);
    }
  },
  APACHE_ASYNC_1 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return ApacheClients.openAsync(context, server, HttpVersionPolicy.FORCE_HTTP_1);
    }
  },
  APACHE_ASYNC_2 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) {
      return ApacheClients.openAsync(context, server, HttpVersionPolicy.NEGOTIATE);
    }
  },
  NETTY_1 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) throws Exception {
      return NettyClients.open(context, server, ApplicationProtocolNames.HTTP_1_1);
    }
  },
  NETTY_2 {
    @Override
    Workload.Client open(SSLContext context, HttpOrigin server) throws Exception {
      return NettyClients.open(context, server, ApplicationProtocolNames.HTTP_2);
    }
  };

  static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Whether it insists on HTTP/2. */
  boolean isHttp2() {
    return name().endsWith("_2");
  }

  abstract Workload.Client open(SSLContext context, HttpOrigin server) throws Exception;
}

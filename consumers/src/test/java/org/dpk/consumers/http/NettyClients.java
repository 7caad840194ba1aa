package org.dpk.consumers.http;

import javax.net.ssl.SSLContext;
import org.dpk.consumers.netty.NettyHttpClient;

/** Netty's pipelines as an HTTP client. */
final class NettyClients {

  private NettyClients() {}

  /**
   * @param protocol by its name in ALPN
   */
  static Workload.Client open(SSLContext context, HttpOrigin server, String protocol)
      throws Exception {
    NettyHttpClient client = new NettyHttpClient(context, server, protocol);
    return new Workload.Client() {
      @Override
      public byte[] post(String path, byte[] body) throws Exception {
        return client.post(path, body);
      }

      @Override
      public void close() throws Exception {
        client.close();
      }
    };
  }
}

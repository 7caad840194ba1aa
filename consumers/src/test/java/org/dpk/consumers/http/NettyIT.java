package org.dpk.consumers.http;

import java.util.Set;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.KeySource;
import org.dpk.consumers.netty.NettyHttpServer;

/** Netty with HTTP/1.1 and HTTP/2 by ALPN. */
class NettyIT extends HttpServerContract {

  @Override
  protected boolean speaksHttp2() {
    return true;
  }

  @Override
  protected Running start(KeySource keys, SSLContext context, Set<String> seen) throws Exception {
    NettyHttpServer server = new NettyHttpServer(context, seen);
    return new Running() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() throws InterruptedException {
        server.close();
      }
    };
  }
}

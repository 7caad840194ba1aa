package org.dpk.consumers.http;

import java.nio.ByteBuffer;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.KeySource;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12 with HTTP/1.1 and HTTP/2 by ALPN. */
class JettyIT extends HttpServerContract {

  @Override
  protected boolean speaksHttp2() {
    return true;
  }

  @Override
  protected Running start(KeySource keys, SSLContext context, Set<String> seen) throws Exception {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    return start(tls, seen);
  }

  static Running start(SslContextFactory.Server tls, Set<String> seen) throws Exception {
    HttpConfiguration https = new HttpConfiguration();
    https.addCustomizer(new SecureRequestCustomizer(false)); // no certificate to check SNI against
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol("http/1.1");
    Server server = new Server();
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(https),
            new HttpConnectionFactory(https));
    connector.setHost("localhost");
    connector.setAcceptQueueSize(100);
    server.addConnector(connector);
    server.setHandler(new Echo(seen));
    server.start();
    return new Jetty(server, connector.getLocalPort());
  }

  private record Jetty(Server server, int port) implements Running {
    @Override
    public void close() throws Exception {
      server.stop();
    }
  }

  private static final class Echo extends Handler.Abstract {

    private final Set<String> seen;

    Echo(Set<String> seen) {
      this.seen = seen;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      EndPoint.SslSessionData tls =
          (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
      seen.add(tls.sslSession().getPeerPrincipal().getName());
      ByteBuffer body = Content.Source.asByteBuffer(request);
      response.write(true, body, callback);
      return true;
    }
  }
}

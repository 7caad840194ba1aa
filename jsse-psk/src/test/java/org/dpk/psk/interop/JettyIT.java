package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dpk.psk.PskPrincipal;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jetty 12 with HTTP/1.1 and HTTP/2 by ALPN, and the JDK's clients. */
class JettyIT {

  private final Set<String> seenPeers = ConcurrentHashMap.newKeySet();
  private final Server server = new Server();
  private URI address;

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration https = new HttpConfiguration();
    https.addCustomizer(new SecureRequestCustomizer(false)); // no certificate to check SNI against
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol("http/1.1");
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(Contexts.alice());
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(https),
            new HttpConnectionFactory(https));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(100);
    server.addConnector(connector);
    server.setHandler(new Echo());
    server.start();
    address = URI.create("https://127.0.0.1:" + connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    assertEquals(Set.of("alice"), seenPeers);
  }

  private final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      EndPoint.SslSessionData tls =
          (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
      Principal peer = tls.sslSession().getPeerPrincipal();
      seenPeers.add(((PskPrincipal) peer).getName());
      ByteBuffer body = Content.Source.asByteBuffer(request);
      response.write(true, body, callback);
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersManySmallRequests(HttpClients client) throws Exception {
    Workload.manySmallRequests(client.open(Contexts.alice(), address));
  }

  @ParameterizedTest
  @EnumSource
  void movesBigBodies(HttpClients client) throws Exception {
    Workload.bigBodies(client.open(Contexts.alice(), address));
  }

  @ParameterizedTest
  @EnumSource
  void servesParallelConnections(HttpClients client) throws Exception {
    Workload.parallelConnections(() -> client.open(Contexts.alice(), address));
  }
}

package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.HandshakesMXBean;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.Handshakes;
import org.dpk.provider.internal.admission.LoadLimits;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskPeer;
import org.dpk.psk.bctls.AgreedPsk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server under load, its clients, and TCP between them: RETRY on each transport. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetryOverSocketsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End b = new End("dns:localhost", 2);
  private final ExecutorService serverThread = Executors.newSingleThreadExecutor();
  private NslAgreement client;
  private NslAgreement server;

  @BeforeEach
  void open() {
    a.view.put(b.record);
    b.view.put(a.record);
    client = NslAgreement.of(a.view, a.own()).build();
    server =
        NslAgreement.of(b.view, b.own())
            .limits(AdmissionLimits.DEFAULT.withLoad(new LoadLimits(1, 100)))
            .shown()
            .build();
  }

  @AfterEach
  void close() throws Exception {
    serverThread.shutdownNow();
    assertTrue(serverThread.awaitTermination(20, TimeUnit.SECONDS));
    client.close();
    server.close();
  }

  private static SSLContext context(NslAgreement agreement) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  private void assertOneCookie() {
    assertEquals(1, server.metrics().count(Rung.COOKIE_ASKED));
    assertEquals(1, server.metrics().count(Rung.COOKIE_GOOD));
    assertEquals(2, server.metrics().count(Rung.ARRIVED));
    assertEquals(1, server.metrics().count(Rung.AGREED));
    assertEquals(0, server.metrics().count(Rung.ADDRESS_UNKNOWN));
  }

  private static String greet(ServerSocket listening) throws Exception {
    try (SSLSocket socket = (SSLSocket) listening.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write('!');
      return socket.getSession().getPeerPrincipal().getName();
    }
  }

  @Test
  void theEngineCarriesTheCookie() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    SSLContext clients = context(client);
    try (ServerSocket listening =
        context(server).getServerSocketFactory().createServerSocket(0, 1, here)) {
      for (int i = 0; i < 3; i++) {
        Future<String> greeted = serverThread.submit(() -> greet(listening));
        try (SSLSocket socket =
                (SSLSocket)
                    clients.getSocketFactory().createSocket("localhost", listening.getLocalPort());
            InputStream in = socket.getInputStream()) {
          socket.setSoTimeout((int) LIMIT.toMillis());
          assertEquals('!', in.read());
          assertEquals("dns:localhost", socket.getSession().getPeerPrincipal().getName());
        }
        assertEquals(a.identity.toString(), greeted.get(20, TimeUnit.SECONDS));
      }
    }
    assertOneCookie(); // the second and the third have a cached key
  }

  @Test
  void bctlsCarriesTheCookie() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket listening = new ServerSocket(0, 1, here);
        Socket near = new Socket(here, listening.getLocalPort());
        Socket far = listening.accept()) {
      Future<String> peer =
          serverThread.submit(
              () -> {
                try (AgreedPsk agreed = AgreedPsk.accept(far, server, LIMIT)) {
                  return agreed.peer().getName();
                }
              });
      try (AgreedPsk agreed =
          AgreedPsk.connect(near, client, new PskPeer("localhost", 443), List.of(), LIMIT)) {
        assertEquals("dns:localhost", agreed.peer().getName());
        agreed.output().write('!'); // the agreement's last message leaves with it
        assertEquals(a.identity.toString(), peer.get(20, TimeUnit.SECONDS));
      }
    }
    assertOneCookie();
  }

  @Test
  void jmxShowsWhatIsCounted() throws Exception {
    HandshakesMXBean shown =
        JMX.newMXBeanProxy(
            ManagementFactory.getPlatformMBeanServer(),
            Handshakes.name(b.identity),
            HandshakesMXBean.class);
    server.respond(null).close();
    long before = shown.getCounts().get("COOKIE_GOOD");

    bctlsCarriesTheCookie();

    assertEquals(before + 1, shown.getCounts().get("COOKIE_GOOD"));
    assertEquals(Rung.values().length, shown.getCounts().size());
    assertEquals(0, shown.getUnfinished());
    assertTrue(shown.isUnderLoad());
  }
}

package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PskSocketTest {

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SocketPair fixed() throws Exception {
    return new SocketPair(Contexts.fixed(), Contexts.fixed());
  }

  @AfterEach
  void noPropertyStays() {
    System.clearProperty(HandshakeTimeout.PROPERTY);
    System.clearProperty(SocketPump.REQUIRE_CLOSE_NOTIFY);
  }

  // ---- data

  @Test
  void carriesDataBothWays() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      pair.client.getOutputStream().write(ascii("hello"));
      assertArrayEquals(ascii("hello"), pair.server.getInputStream().readNBytes(5));
      pair.server.getOutputStream().write(7);
      assertEquals(7, pair.client.getInputStream().read());
      pair.client.close();
      assertEquals(-1, pair.server.getInputStream().read());
    }
  }

  @Test
  void carriesMegabytesBothWaysAtOnce() throws Exception {
    byte[] data = new byte[3_000_000];
    new Random(1).nextBytes(data);
    try (SocketPair pair = fixed()) {
      Future<byte[]> atServer =
          pair.run(() -> pair.server.getInputStream().readNBytes(data.length));
      Future<?> fromServer = pair.write(pair.server, data);
      Future<byte[]> atClient =
          pair.run(() -> pair.client.getInputStream().readNBytes(data.length));
      pair.client.getOutputStream().write(data);
      SocketPair.get(fromServer);
      assertArrayEquals(data, SocketPair.get(atServer));
      assertArrayEquals(data, SocketPair.get(atClient));
    }
  }

  @Test
  void theOtherDirectionStaysOpenAfterShutdownOutput() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      pair.client.shutdownOutput();
      assertTrue(pair.client.isOutputShutdown());
      assertEquals(-1, pair.server.getInputStream().read());
      pair.server.getOutputStream().write(ascii("answer"));
      assertArrayEquals(ascii("answer"), pair.client.getInputStream().readNBytes(6));
      assertThrows(SocketException.class, () -> pair.client.getOutputStream().write(1));
    }
  }

  @Test
  void availableTellsWhatIsUnwrapped() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      pair.client.getOutputStream().write(ascii("abcdef"));
      assertEquals('a', pair.server.getInputStream().read());
      assertEquals(5, pair.server.getInputStream().available());
    }
  }

  // ---- time

  @Test
  void aTimeoutHoldsInTheHandshakeWhichThenGoesOn() throws Exception {
    try (SocketPair pair = fixed()) {
      pair.client.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, pair.client::startHandshake);
      Future<?> server = pair.handshakeOfServer();
      pair.client.setSoTimeout(0);
      pair.client.startHandshake();
      SocketPair.get(server);
      assertTrue(pair.client.getSession().isValid());
      assertEquals(0, pair.client.getSoTimeout());
    }
  }

  @Test
  void aTimeoutWhileReadingLosesNothing() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      pair.client.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, () -> pair.client.getInputStream().read());
      pair.server.getOutputStream().write(ascii("late"));
      pair.client.setSoTimeout(10_000);
      assertArrayEquals(ascii("late"), pair.client.getInputStream().readNBytes(4));
    }
  }

  @Test
  void aHandshakeHasADeadlineOfItsOwn() throws Exception {
    System.setProperty(HandshakeTimeout.PROPERTY, "100");
    try (SocketPair pair = fixed()) {
      SSLException e = assertThrows(SSLHandshakeException.class, pair.client::startHandshake);
      assertTrue(e.getMessage().contains("in time"), e.getMessage());
      assertTrue(pair.client.isClosed());
    }
  }

  @Test
  void aPeerThatDribblesDoesNotOutliveTheDeadline() throws Exception {
    System.setProperty(HandshakeTimeout.PROPERTY, "200");
    try (SocketPair pair = SocketPair.ofPlainClient(Contexts.fixed())) {
      Future<?> server = pair.handshakeOfServer();
      Future<?> dribble =
          pair.run(
              () -> {
                // a record that would take minutes
                pair.plain.getOutputStream().write(new byte[] {22, 3, 1, 0x40, 0});
                while (true) {
                  pair.plain.getOutputStream().write(0);
                  Thread.onSpinWait();
                }
              });
      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(server));
      assertInstanceOf(SSLException.class, e.getCause());
      assertThrows(ExecutionException.class, () -> SocketPair.get(dribble));
    }
  }

  // ---- the end

  @Test
  void closeFreesABlockedReader() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      Future<Integer> reader = pair.reading(pair.client);
      pair.client.close();
      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(reader));
      assertInstanceOf(SocketException.class, e.getCause());
      assertThrows(SocketException.class, () -> pair.client.getInputStream());
      assertThrows(SocketException.class, () -> pair.client.startHandshake());
    }
  }

  @Test
  void closeFreesAHandshake() throws Exception {
    try (SocketPair pair = fixed()) {
      Future<?> handshake =
          pair.run(
              () -> {
                pair.client.startHandshake();
                return null;
              });
      pair.awaitBytesAtServer();
      pair.client.close();
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> SocketPair.get(handshake));
      assertInstanceOf(IOException.class, e.getCause());
    }
  }

  @Test
  void closeDoesNotWaitForAWriterThatIsStuck() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      Future<?> writer = pair.write(pair.client, new byte[50_000_000]);
      pair.awaitStuckWriter(writer);
      pair.client.close();
      assertThrows(ExecutionException.class, () -> SocketPair.get(writer));
    }
  }

  @Test
  void anEndWithoutCloseNotifyIsTheEndUnlessItMatters() throws Exception {
    try (SocketPair pair = SocketPair.overPlainSockets(Contexts.fixed(), Contexts.fixed())) {
      pair.handshake();
      pair.lowerOfClient.close();
      assertEquals(-1, pair.server.getInputStream().read());
    }
    System.setProperty(SocketPump.REQUIRE_CLOSE_NOTIFY, "true");
    try (SocketPair pair = SocketPair.overPlainSockets(Contexts.fixed(), Contexts.fixed())) {
      pair.handshake();
      pair.lowerOfClient.close();
      SSLException e =
          assertThrows(SSLProtocolException.class, () -> pair.server.getInputStream().read());
      assertTrue(e.getMessage().contains("close_notify"), e.getMessage());
    }
  }

  @Test
  void anEndWithinARecordIsAnError() throws Exception {
    try (SocketPair pair = SocketPair.overPlainSockets(Contexts.fixed(), Contexts.fixed())) {
      pair.handshake();
      pair.lowerOfClient.getOutputStream().write(new byte[] {23, 3, 3, 0, 100, 1, 2, 3});
      pair.lowerOfClient.close();
      assertThrows(SSLProtocolException.class, () -> pair.server.getInputStream().read());
    }
  }

  @Test
  void anEndWithinTheHandshakeIsAnError() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(Contexts.fixed())) {
      pair.plain.close();
      SSLException e =
          assertThrows(SSLHandshakeException.class, () -> pair.server.getInputStream().read());
      assertEquals("Remote host terminated the handshake", e.getMessage());
      assertSame(e.getClass(), SSLHandshakeException.class);
    }
  }

  @Test
  void autoCloseDecidesWhetherTheLowerSocketGoesToo() throws Exception {
    try (SocketPair pair = SocketPair.overPlainSockets(Contexts.fixed(), Contexts.fixed())) {
      pair.handshake();
      pair.client.close();
      assertEquals(-1, pair.server.getInputStream().read());
      assertFalse(pair.lowerOfClient.isClosed());
      assertTrue(pair.client.isClosed());
    }
  }

  // ---- failures

  @Test
  void getSessionHandshakesAndHasNoCipherOnFailure() throws Exception {
    try (SocketPair pair = new SocketPair(Contexts.fixed(1), Contexts.fixed(2))) {
      Future<SSLSession> server = pair.run(pair.server::getSession);
      SSLSession session = pair.client.getSession();
      assertEquals("SSL_NULL_WITH_NULL_NULL", session.getCipherSuite());
      assertFalse(session.isValid());
      assertEquals("SSL_NULL_WITH_NULL_NULL", SocketPair.get(server).getCipherSuite());
      SSLException e = assertThrows(SSLException.class, () -> pair.client.getInputStream().read());
      assertTrue(e.getMessage().contains("decrypt_error"), e.getMessage());
      assertSame(e, assertThrows(SSLException.class, () -> pair.client.startHandshake()));
    }
    try (SocketPair pair = fixed()) {
      Future<?> server = pair.handshakeOfServer();
      assertEquals("TLSv1.3", pair.client.getSession().getProtocol());
      SocketPair.get(server);
      assertNull(pair.client.getHandshakeSession());
    }
  }

  @Test
  void plainHttpGetsAnAlertAndTheApplicationAReason() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(Contexts.fixed())) {
      Future<?> server = pair.handshakeOfServer();
      pair.plain.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertArrayEquals(
          new byte[] {21, 3, 3, 0, 2, 2, 10}, pair.plain.getInputStream().readNBytes(7));
      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(server));
      assertTrue(e.getCause().getMessage().contains("does not speak TLS"), e.toString());
    }
  }

  @Test
  void aSocketThatIsNotConnectedSaysSo() throws Exception {
    try (SSLSocket socket = (SSLSocket) Contexts.fixed().getSocketFactory().createSocket()) {
      assertThrows(SocketException.class, socket::startHandshake);
      assertThrows(SocketException.class, socket::getInputStream);
      assertEquals("SSL_NULL_WITH_NULL_NULL", socket.getSession().getCipherSuite());
    }
  }

  // ---- revocation

  @Test
  void revocationWakesABlockedReaderAndTellsThePeer() throws Exception {
    NonceAgreement servers = new NonceAgreement("localhost", "secret");
    try (SocketPair pair =
        new SocketPair(Contexts.of(new NonceAgreement("device", "secret")), Contexts.of(servers))) {
      pair.handshake();
      Future<Integer> atServer = pair.reading(pair.server);
      Future<Integer> atClient = pair.reading(pair.client);
      servers.revoke("device");

      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(atServer));
      assertInstanceOf(SSLException.class, e.getCause());
      assertTrue(e.getCause().getMessage().contains("device was ended"), e.toString());
      assertTrue(e.getCause().getMessage().contains("revoked"), e.toString());
      ExecutionException c = assertThrows(ExecutionException.class, () -> SocketPair.get(atClient));
      assertTrue(c.getCause().getMessage().contains("access_denied"), c.toString());
      assertThrows(SSLException.class, () -> pair.server.getOutputStream().write(1));
    }
  }

  @Test
  void revocationDoesNotWaitForAPeerThatHasStoppedReading() throws Exception {
    NonceAgreement servers = new NonceAgreement("localhost", "secret");
    try (SocketPair pair =
        new SocketPair(Contexts.of(new NonceAgreement("device", "secret")), Contexts.of(servers))) {
      pair.handshake();
      Future<?> writer = pair.write(pair.server, new byte[50_000_000]);
      pair.awaitStuckWriter(writer);
      servers.revoke("device");
      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(writer));
      assertTrue(e.getCause().getMessage().contains("revoked"), e.toString());
    }
  }

  @Test
  void aRefusalOfTheAgreementReachesTheApplication() throws Exception {
    NonceAgreement servers = new NonceAgreement("localhost", "another secret");
    try (SocketPair pair =
        new SocketPair(Contexts.of(new NonceAgreement("device", "secret")), Contexts.of(servers))) {
      Future<?> server = pair.handshakeOfServer();
      assertThrows(AgreementException.class, pair.client::startHandshake);
      ExecutionException e = assertThrows(ExecutionException.class, () -> SocketPair.get(server));
      assertInstanceOf(AgreementException.class, e.getCause());
    }
  }

  // ---- factories

  @Test
  void everyWayToMakeASocketKnowsItsPeer() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var factory = Contexts.fixed().getSocketFactory();
    try (ServerSocket listening = new ServerSocket(0, 10, loopback)) {
      int port = listening.getLocalPort();
      try (SSLSocket byName = (SSLSocket) factory.createSocket("localhost", port);
          SSLSocket byAddress = (SSLSocket) factory.createSocket(loopback, port);
          SSLSocket later = (SSLSocket) factory.createSocket();
          SSLSocket bound = (SSLSocket) factory.createSocket("localhost", port, loopback, 0);
          SSLSocket both = (SSLSocket) factory.createSocket(loopback, port, loopback, 0)) {
        later.connect(new InetSocketAddress("localhost", port), 1000);
        assertEquals("localhost", peerOf(byName));
        assertEquals(loopback.getHostName(), peerOf(byAddress));
        assertEquals("localhost", peerOf(later));
        assertEquals("localhost", peerOf(bound));
        assertEquals(loopback.getHostName(), peerOf(both));
        assertTrue(byName.getUseClientMode() && later.isConnected());
        assertEquals("HTTPS", later.getSSLParameters().getEndpointIdentificationAlgorithm());
      }
    }
    assertThrows(SocketException.class, () -> factory.createSocket(new Socket(), "h", 1, true));
  }

  private static String peerOf(SSLSocket socket) {
    return ((PskSocket) socket).engine().getPeerHost();
  }

  @Test
  void aServerSocketOverASocketTakesBytesThatWereReadAlready() throws Exception {
    try (SocketPair pair = SocketPair.ofPlainServer(Contexts.fixed())) {
      Future<?> client =
          pair.run(
              () -> {
                pair.client.startHandshake();
                pair.client.getOutputStream().write(9);
                return null;
              });
      byte[] first = pair.plain.getInputStream().readNBytes(20);
      SSLSocket server =
          (SSLSocket)
              Contexts.fixed()
                  .getSocketFactory()
                  .createSocket(pair.plain, new ByteArrayInputStream(first), true);
      assertFalse(server.getUseClientMode());
      assertEquals(9, server.getInputStream().read());
      SocketPair.get(client);
      server.close();
      assertTrue(pair.plain.isClosed());
    }
  }

  @Test
  void acceptedSocketsHaveTheSettingsOfTheirServerSocket() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
            (SSLServerSocket)
                Contexts.fixed().getServerSocketFactory().createServerSocket(0, 5, loopback);
        Socket plain = new Socket(loopback, listening.getLocalPort())) {
      assertFalse(listening.getUseClientMode());
      SSLParameters parameters = listening.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3"});
      parameters.setApplicationProtocols(new String[] {"h2"});
      parameters.setNeedClientAuth(true);
      listening.setSSLParameters(parameters);
      try (SSLSocket accepted = (SSLSocket) listening.accept()) {
        assertArrayEquals(new String[] {"TLSv1.3"}, accepted.getEnabledProtocols());
        assertArrayEquals(
            new String[] {"h2"}, accepted.getSSLParameters().getApplicationProtocols());
        assertTrue(accepted.getNeedClientAuth());
        assertFalse(accepted.getUseClientMode());
        assertEquals(plain.getLocalPort(), accepted.getPort());
      }
    }
  }

  @Test
  void listenersHearOfTheHandshake() throws Exception {
    try (SocketPair pair = fixed()) {
      CompletableFuture<String> told = new CompletableFuture<>();
      pair.client.addHandshakeCompletedListener(event -> told.complete(event.getCipherSuite()));
      pair.handshake();
      assertEquals("TLS_AES_128_GCM_SHA256", SocketPair.get(told));
      assertThrows(
          IllegalArgumentException.class,
          () -> pair.client.removeHandshakeCompletedListener(event -> {}));
    }
  }

  @Test
  void aSecondStartHandshakeChangesTheKeys() throws Exception {
    try (SocketPair pair = fixed().handshake()) {
      pair.client.startHandshake();
      pair.client.getOutputStream().write(5);
      assertEquals(5, pair.server.getInputStream().read());
    }
  }
}

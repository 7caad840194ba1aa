package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One direction that ends, both, and neither as it should. */
class HalfCloseTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static EnginePair open(String protocol) throws SSLException {
    SSLContext context = Contexts.fixed();
    SSLEngine client = context.createSSLEngine("server.example", 443);
    client.setEnabledProtocols(new String[] {protocol});
    return new EnginePair(client, context.createSSLEngine()).handshake();
  }

  private static void close(End from, End to) throws SSLException {
    from.engine.closeOutbound();
    to.deliver(from.wrap(NOTHING));
    assertTrue(from.engine.isOutboundDone());
  }

  @Test
  void tls13ClosesOneDirectionAtATime() throws Exception {
    EnginePair pair = open("TLSv1.3");
    close(pair.client, pair.server);

    SSLEngineResult closed = pair.server.unwrap();
    assertEquals(Status.CLOSED, closed.getStatus());
    assertTrue(pair.server.engine.isInboundDone());
    assertFalse(pair.server.engine.isOutboundDone());

    pair.send(pair.server, pair.client, "the rest");
    pair.client.unwrap();
    assertEquals("the rest", pair.client.read());

    close(pair.server, pair.client);
    assertEquals(Status.CLOSED, pair.client.unwrap().getStatus());
    assertTrue(pair.client.engine.isInboundDone());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client.engine.getHandshakeStatus());
    pair.client.engine.closeInbound();
    pair.server.engine.closeInbound();
  }

  @Test
  void tls12AnswersACloseAtOnce() throws Exception {
    EnginePair pair = open("TLSv1.2");
    close(pair.client, pair.server);

    SSLEngineResult closed = pair.server.unwrap();
    assertEquals(Status.CLOSED, closed.getStatus());
    assertEquals(HandshakeStatus.NEED_WRAP, closed.getHandshakeStatus());
    pair.client.deliver(pair.server.wrap(NOTHING));
    assertTrue(pair.server.engine.isOutboundDone());
    assertEquals(Status.CLOSED, pair.client.unwrap().getStatus());
    assertTrue(pair.client.engine.isInboundDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void nothingIsWrappedOrUnwrappedAfterTheEnd(String protocol) throws Exception {
    EnginePair pair = open(protocol);
    ByteBuffer late = pair.client.wrap(StandardCharsets.UTF_8.encode("early"));
    close(pair.server, pair.client);
    pair.client.unwrap();
    pair.client.engine.closeOutbound();
    pair.client.wrap(NOTHING);

    ByteBuffer source = StandardCharsets.UTF_8.encode("too late");
    SSLEngineResult result = pair.client.engine.wrap(source, ByteBuffer.allocate(20_000));
    assertEquals(Status.CLOSED, result.getStatus());
    assertEquals(0, result.bytesConsumed() + result.bytesProduced());
    result = pair.client.engine.unwrap(late, ByteBuffer.allocate(20_000));
    assertEquals(Status.CLOSED, result.getStatus());
    assertEquals(0, result.bytesConsumed() + result.bytesProduced());
  }

  @Test
  void whatIsOnItsWayBeforeACloseStillArrives() throws Exception {
    EnginePair pair = open("TLSv1.3");
    pair.send(pair.client, pair.server, "last words");
    close(pair.client, pair.server);

    assertEquals(Status.OK, pair.server.unwrap().getStatus());
    assertEquals("last words", pair.server.read());
    assertEquals(Status.CLOSED, pair.server.unwrap().getStatus());
  }

  @Test
  void closingInboundWithoutNoticeIsAnErrorOnce() throws Exception {
    EnginePair pair = open("TLSv1.3");

    assertThrows(SSLException.class, pair.server.engine::closeInbound);
    pair.server.engine.closeInbound();
    assertTrue(pair.server.engine.isInboundDone());
  }

  @Test
  void anEngineThatNeverBeganClosesWithoutAWord() throws Exception {
    SSLEngine engine = Contexts.fixed().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    engine.closeInbound();
    engine.closeOutbound();

    assertEquals(Status.CLOSED, engine.wrap(NOTHING, ByteBuffer.allocate(20_000)).getStatus());
    assertTrue(engine.isOutboundDone());
    assertTrue(engine.isInboundDone());
  }

  @Test
  void aSocketAnswersAfterItsPeerHasShutDownItsOutput() throws Exception {
    try (SocketPair pair = new SocketPair(Contexts.fixed(), Contexts.fixed()).handshake()) {
      byte[] answer = new byte[3 << 20];
      Future<?> server =
          pair.run(
              () -> {
                assertEquals(
                    "question",
                    new String(
                        pair.server.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                pair.server.getOutputStream().write(answer);
                pair.server.shutdownOutput();
                return null;
              });
      pair.client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
      pair.client.shutdownOutput();

      assertEquals(answer.length, pair.client.getInputStream().readAllBytes().length);
      SocketPair.get(server);
      assertTrue(pair.client.isOutputShutdown());
      assertThrows(IOException.class, () -> pair.client.getOutputStream().write(1));
    }
  }

  /** A client over a socket of ours whose TCP the test can cut. */
  private static final class Cut implements AutoCloseable {
    final Socket far;
    final SSLSocket near;
    final EnginePair.End peer;

    Cut() throws Exception {
      SSLContext context = Contexts.fixed();
      Socket lower;
      try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        lower = new Socket(listening.getInetAddress(), listening.getLocalPort());
        far = listening.accept();
      }
      near =
          (SSLSocket) context.getSocketFactory().createSocket(lower, "server.example", 443, true);
      near.setSoTimeout(20_000);
      SSLEngine server = context.createSSLEngine();
      server.setUseClientMode(false);
      peer = new EnginePair.End(server);
    }

    void serveHandshake() throws IOException {
      while (peer.finished() == 0) {
        switch (peer.engine.getHandshakeStatus()) {
          case NEED_TASK -> peer.runTasks();
          case NEED_WRAP -> send(peer.wrap(NOTHING));
          default -> receive();
        }
      }
    }

    private void receive() throws IOException {
      if (peer.unwrap().getStatus() == Status.BUFFER_UNDERFLOW) {
        byte[] some = new byte[1 << 14];
        int length = far.getInputStream().read(some);
        peer.deliver(ByteBuffer.wrap(some, 0, length));
      }
    }

    void send(ByteBuffer bytes) throws IOException {
      far.getOutputStream().write(bytes.array(), bytes.position(), bytes.remaining());
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }

  private interface Ending {
    void end(Cut cut) throws Exception;
  }

  /** What a reader gets that has read one record before. */
  private static int readAfter(Ending ending) throws Exception {
    try (Cut cut = new Cut()) {
      Thread peer =
          new Thread(
              () -> {
                try {
                  cut.serveHandshake();
                  cut.send(cut.peer.wrap(StandardCharsets.UTF_8.encode("x")));
                  ending.end(cut);
                  cut.far.shutdownOutput();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              "peer that ends");
      peer.start();
      try {
        assertEquals('x', cut.near.getInputStream().read());
        return cut.near.getInputStream().read();
      } finally {
        peer.join(20_000);
        assertFalse(peer.isAlive());
      }
    }
  }

  @Test
  void anEndWithoutNoticeIsAnEndAsInTheJdk() throws Exception {
    assertEquals(-1, readAfter(cut -> {}));
  }

  @Test
  void anEndWithoutNoticeIsAnErrorIfTheApplicationWantsThat() {
    System.setProperty(SocketPump.REQUIRE_CLOSE_NOTIFY, "true");
    try {
      assertThrows(SSLException.class, () -> readAfter(cut -> {}));
    } finally {
      System.clearProperty(SocketPump.REQUIRE_CLOSE_NOTIFY);
    }
  }

  @Test
  void anEndWithinARecordIsAnError() {
    assertThrows(
        SSLException.class,
        () ->
            readAfter(
                cut -> {
                  ByteBuffer record = cut.peer.wrap(StandardCharsets.UTF_8.encode("cut off"));
                  cut.send(record.limit(record.limit() - 1));
                }));
  }

  @Test
  void aNoticeThatIsCutOffIsAnError() {
    assertThrows(
        SSLException.class,
        () ->
            readAfter(
                cut -> {
                  cut.peer.engine.closeOutbound();
                  ByteBuffer notice = cut.peer.wrap(NOTHING);
                  cut.send(notice.limit(notice.limit() - 1));
                }));
  }

  @Test
  void aFatalAlertIsAnError() {
    assertThrows(
        SSLException.class,
        () ->
            readAfter(
                cut -> {
                  cut.peer.deliver(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 5, 1, 2, 3, 4, 5}));
                  cut.peer.unwrap();
                  cut.send(cut.peer.wrap(NOTHING));
                }));
  }
}

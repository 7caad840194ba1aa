package org.dpk.psk.internal.jsse;

import static org.dpk.psk.internal.jsse.BothWays.assertAlert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.internal.preface.Records;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends that was handed over, in time or not. */
class HandOverEndTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir static Path folder;

  private static BothWays ways;

  private SSLContext server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  @BeforeEach
  void newServer() throws Exception {
    server = ways.server();
  }

  /** Until the server has been handed the client's hello. */
  private static void handOver(EnginePair pair) throws Exception {
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    while (pair.server.engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
      EnginePair.turn(pair.client, pair.server);
      EnginePair.turn(pair.server, pair.client);
    }
    pair.server.engine.getDelegatedTask().run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theDeadlineOfTheHandshakeHolds(String protocol) throws Exception {
    EnginePair pair = ways.pair(server, protocol);
    System.setProperty(HandshakeTimeout.PROPERTY, "300");
    try {
      handOver(pair);
    } finally {
      System.clearProperty(HandshakeTimeout.PROPERTY);
    }
    PskEngine engine = (PskEngine) pair.server.engine;
    while (EnginePair.turn(pair.server, pair.client)) {}
    assertEquals(HandshakeStatus.NEED_UNWRAP, engine.getHandshakeStatus());
    while (engine.remainingNanos() > 0) {
      LockSupport.parkNanos(1_000_000);
    }

    SSLEngineResult late = engine.unwrap(NOTHING, ByteBuffer.allocate(100));
    assertEquals(HandshakeStatus.NEED_WRAP, late.getHandshakeStatus());
    assertTrue(pair.server.wrap(NOTHING).hasRemaining(), "user_canceled");
    assertTrue(pair.server.wrap(NOTHING).hasRemaining(), "close_notify");
    SSLException e = assertThrows(SSLHandshakeException.class, () -> pair.server.wrap(NOTHING));
    assertTrue(e.getMessage().contains("in time"), e.getMessage());
    assertSame(e, assertThrows(SSLException.class, pair.server::unwrap));
    assertSame(e, engine.failure());
    assertFalse(engine.isOpen());
    assertNull(engine.remainingNanos());
  }

  @Test
  void closedWhileTheHelloWasLookedAtTheClientIsTold() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    while (pair.server.engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
      EnginePair.turn(pair.client, pair.server);
      EnginePair.turn(pair.server, pair.client);
    }
    Runnable task = pair.server.engine.getDelegatedTask();
    pair.server.engine.closeOutbound();
    task.run();
    pair.server.runTasks();

    ByteBuffer told = pair.server.wrap(NOTHING);
    assertEquals(21, told.get(0), "an alert");
    assertTrue(pair.server.engine.getHandshakeStatus() != HandshakeStatus.FINISHED);
    while (pair.server.wrap(NOTHING).hasRemaining()) {}
    assertTrue(pair.server.engine.isOutboundDone());
  }

  @Test
  void aCallThatComesLateSeesTheEngineAsItWas() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    PskEngine engine = (PskEngine) pair.server.engine;
    pair.client.engine.beginHandshake();
    while (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
      EnginePair.turn(pair.client, pair.server);
      EnginePair.turn(pair.server, pair.client);
    }
    TlsEnd before = engine.end();
    engine.getDelegatedTask().run();
    assertNotSame(before, engine.end());

    ByteBuffer[] none = {ByteBuffer.allocate(20_000)};
    assertEquals(HandshakeStatus.NEED_TASK, before.handshakeStatus());
    assertNull(before.delegatedTask());
    for (SSLEngineResult late :
        List.of(
            before.wrap(new ByteBuffer[] {NOTHING}, 0, 1, none[0]),
            before.unwrap(ByteBuffer.allocate(100), none, 0, 1))) {
      assertEquals(Status.OK, late.getStatus());
      assertEquals(HandshakeStatus.NEED_TASK, late.getHandshakeStatus());
      assertEquals(0, late.bytesConsumed() + late.bytesProduced());
    }
    before.closeOutbound();
    assertTrue(pair.server.wrap(NOTHING).hasRemaining());
    assertTrue(pair.server.wrap(NOTHING).hasRemaining());
    assertTrue(engine.isOutboundDone(), "the engine that goes on was closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void closesAsTheJdkDoes(String protocol) throws Exception {
    EnginePair pair = ways.pair(server, protocol).handshake();
    pair.client.engine.closeOutbound();
    pair.server.deliver(pair.client.wrap(NOTHING));
    assertEquals(Status.CLOSED, pair.server.unwrap().getStatus());
    assertTrue(pair.server.engine.isInboundDone());
    assertEquals(
        protocol.equals("TLSv1.2"),
        pair.server.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP,
        "answers at once");
    pair.server.engine.closeOutbound();
    assertTrue(pair.server.wrap(NOTHING).hasRemaining());
    assertTrue(pair.server.engine.isOutboundDone());
    pair.server.engine.closeInbound();
  }

  @Test
  void aTruncatedConnectionIsNoticed() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3").handshake();
    assertThrows(SSLException.class, pair.server.engine::closeInbound);
  }

  @Test
  void aHelloThatTheJdkRefusesIsAnsweredByIt() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.2");
    pair.client.engine.setEnabledCipherSuites(
        new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}); // the certificate is P-256
    EnginePair.Failure failure = pair.failingHandshake();
    assertAlert("handshake_failure", failure.client());
    assertTrue(failure.server().getMessage().endsWith("no cipher suites in common"));
    assertEquals("SSL_NULL_WITH_NULL_NULL", pair.server.engine.getSession().getCipherSuite());
  }

  /** Its parser is not even reached: 32 KiB is the JDK's bound, 64 KiB the one here. */
  @Test
  void aHelloThatIsTooLongForTheJdkIsAnsweredByIt() throws Exception {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    byte[] hello = padded(helloOf(ways.pair(server, "TLSv1.3")), 40_000);
    for (byte[] record : Records.split(hello)) {
      engine.unwrap(ByteBuffer.wrap(record), NOTHING);
    }
    engine.getDelegatedTask().run();

    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    ByteBuffer alert = ByteBuffer.allocate(20_000);
    engine.wrap(NOTHING, alert);
    assertEquals(7, alert.position());
    assertEquals(21, alert.get(0));
    SSLException e = assertThrows(SSLException.class, () -> engine.wrap(NOTHING, alert));
    assertTrue(e.getMessage().contains("exceeds the maximum"), e.getMessage());
    assertSame(e, assertThrows(SSLException.class, () -> engine.unwrap(NOTHING, alert)));
  }

  private static byte[] helloOf(EnginePair pair) throws Exception {
    pair.client.engine.beginHandshake();
    while (!pair.server.in.hasRemaining()) {
      EnginePair.turn(pair.client, pair.server);
    }
    byte[] record = new byte[pair.server.in.remaining()];
    pair.server.in.get(record);
    return Arrays.copyOfRange(record, Records.HEADER_LENGTH, record.length);
  }

  /** With one extension more, of a type that nobody knows. */
  private static byte[] padded(byte[] hello, int more) {
    int at = 4 + 2 + 32;
    at += 1 + hello[at];
    at += 2 + ((hello[at] & 0xFF) << 8 | hello[at + 1] & 0xFF);
    at += 1 + hello[at];
    int extensions = (hello[at] & 0xFF) << 8 | hello[at + 1] & 0xFF;
    ByteBuffer longer = ByteBuffer.allocate(hello.length + 4 + more).put(hello);
    longer.putShort((short) 0xFAFA).putShort((short) more);
    longer.putInt(0, 1 << 24 | longer.capacity() - 4);
    longer.putShort(at, (short) (extensions + 4 + more));
    return longer.array();
  }

  /** After the hand-over the limits are the JDK's, and they are limits. */
  @Test
  void garbageAfterTheHandOverIsRefused() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    handOver(pair);
    while (EnginePair.turn(pair.server, pair.client)) {}
    byte[] garbage = new byte[20_000];
    new Random(1).nextBytes(garbage);
    pair.server.deliver(ByteBuffer.wrap(garbage));
    SSLException e = assertThrows(SSLException.class, pair.server::unwrap);
    assertSame(e, ((PskEngine) pair.server.engine).failure());
    assertTrue(pair.server.wrap(NOTHING).hasRemaining(), "an alert");
    assertFalse(((PskEngine) pair.server.engine).isOpen());
  }
}

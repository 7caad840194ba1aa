package org.dpk.psk.internal.jsse;

import static org.dpk.psk.internal.jsse.BothWays.assertTalks;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers of any kind and size, around a hand-over. */
class HandOverBuffersTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir static Path folder;

  private static BothWays ways;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  private SSLContext server;

  @BeforeEach
  void newServer() throws Exception {
    server = ways.server();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aHandshakeFedByteByByteGoesOn(String protocol) throws Exception {
    EnginePair pair = ways.pair(server, protocol);
    pair.client.engine.beginHandshake();
    for (int i = 0; i < 30 && (pair.client.finished() == 0 || pair.server.finished() == 0); i++) {
      EnginePair.turn(pair.client, pair.server);
      dribble(pair.server);
      EnginePair.turn(pair.server, pair.client);
    }
    assertEquals(1, pair.server.finished(), pair.server.seen::toString);
    assertTalks(pair);
  }

  /** Takes what has arrived, and sees one byte more each time. */
  private static void dribble(EnginePair.End end) throws Exception {
    ByteBuffer arrived = end.in.duplicate();
    for (int length = 1; length <= arrived.remaining(); length++) {
      ByteBuffer part = arrived.slice(arrived.position(), length);
      SSLEngineResult result = end.engine.unwrap(part, end.app);
      end.seen.add(result.getHandshakeStatus());
      end.runTasks();
      if (result.bytesConsumed() > 0) {
        assertEquals(length, result.bytesConsumed(), "a whole record");
        arrived.position(arrived.position() + length);
        length = 0;
      } else {
        assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
      }
    }
    end.in.position(end.in.limit() - arrived.remaining());
  }

  @ParameterizedTest
  @CsvSource({"1, true", "16384, true", "100000, true", "16384, false", "100000, false"})
  void everyLengthArrivesWhole(int length, boolean direct) throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3");
    // as an application that asks once, before there is a connection
    SSLSession before = pair.server.engine.getSession();
    ByteBuffer packet = buffer(before.getPacketBufferSize(), direct);
    ByteBuffer plain = buffer(before.getApplicationBufferSize(), direct);
    pair.handshake();
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);

    ByteBuffer source = ByteBuffer.wrap(data);
    ByteBuffer received = ByteBuffer.allocate(length);
    while (source.hasRemaining()) {
      ByteBuffer sent = pair.client.wrap(source);
      assertEquals(Status.OK, pair.server.engine.unwrap(sent, plain).getStatus());
      assertFalse(sent.hasRemaining());
      received.put(plain.flip());
      plain.clear();
    }
    assertArrayEquals(data, received.array());

    ByteBuffer back = ByteBuffer.wrap(data);
    ByteBuffer atClient = ByteBuffer.allocate(length);
    while (back.hasRemaining()) {
      assertEquals(Status.OK, pair.server.engine.wrap(back, packet).getStatus());
      pair.client.deliver(packet.flip());
      packet.clear();
      while (pair.client.in.hasRemaining()) {
        pair.client.unwrap();
      }
      atClient.put(pair.client.app.flip());
      pair.client.app.clear();
    }
    assertArrayEquals(data, atClient.array());
  }

  private static ByteBuffer buffer(int length, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
  }

  @Test
  void whatIsTooSmallOverflowsAndUnderflowsWithoutLoss() throws Exception {
    EnginePair pair = ways.pair(server, "TLSv1.3").handshake();
    ByteBuffer record = pair.client.wrap(ByteBuffer.wrap(new byte[100]));
    SSLEngineResult result =
        pair.server.engine.unwrap(record.slice(0, 50), ByteBuffer.allocate(20_000));
    assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
    result = pair.server.engine.unwrap(record, ByteBuffer.allocate(10));
    assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
    assertEquals(0, result.bytesConsumed());
    assertEquals(
        100, pair.server.engine.unwrap(record, ByteBuffer.allocate(20_000)).bytesProduced());
    result = pair.server.engine.wrap(ByteBuffer.wrap(new byte[10]), ByteBuffer.allocate(20));
    assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
  }
}

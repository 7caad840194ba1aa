package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BUFFER_UNDERFLOW and BUFFER_OVERFLOW at every size. */
class BufferSizesTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static EnginePair open() throws Exception {
    return new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443).handshake();
  }

  private static EnginePair agreeing() {
    SSLContext client = Contexts.of(new NonceAgreement("client", "secret"));
    SSLContext server = Contexts.of(new NonceAgreement("server", "secret"));
    return new EnginePair(client, server, "server", 1);
  }

  @Test
  void aHandshakeFedByteByByteUnderflowsAndGoesOn() throws Exception {
    EnginePair pair = agreeing();
    pair.client.engine.beginHandshake();
    for (int i = 0; i < 20 && (pair.client.finished() == 0 || pair.server.finished() == 0); i++) {
      dribble(pair.client, pair.server);
      dribble(pair.server, pair.client);
    }
    assertEquals(1, pair.client.finished(), pair.client.seen::toString);
    assertEquals(1, pair.server.finished(), pair.server.seen::toString);
    pair.send(pair.client, pair.server, "hello");
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
  }

  private static void dribble(EnginePair.End from, EnginePair.End to) throws Exception {
    while (from.engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      from.runTasks();
    }
    if (from.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      return;
    }
    ByteBuffer flight = from.wrap(NOTHING);
    while (flight.hasRemaining()) {
      to.deliver(flight.slice(flight.position(), 1));
      flight.position(flight.position() + 1);
      int had = to.in.remaining();
      SSLEngineResult result = to.unwrap();
      assertEquals(had - to.in.remaining(), result.bytesConsumed());
      assertTrue(result.bytesConsumed() == 0 || result.bytesConsumed() == had, "a whole record");
      to.runTasks();
    }
  }

  @Test
  void everyTruncationOfARecordUnderflowsWithoutConsuming() throws Exception {
    EnginePair pair = open();
    ByteBuffer record = pair.client.wrap(ByteBuffer.wrap(new byte[100]));
    for (int length = 0; length < record.limit(); length++) {
      ByteBuffer part = record.slice(0, length);
      SSLEngineResult result = pair.server.engine.unwrap(part, ByteBuffer.allocate(1000));
      assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
      assertEquals(0, part.position());
    }
    assertEquals(100, pair.server.engine.unwrap(record, ByteBuffer.allocate(1000)).bytesProduced());
  }

  @Test
  void everyDestinationThatIsTooSmallOverflowsWithoutLosingData() throws Exception {
    EnginePair pair = open();
    ByteBuffer record = pair.client.wrap(ByteBuffer.wrap(new byte[64]));
    for (int room = 0; room < 64; room++) {
      SSLEngineResult result =
          pair.server.engine.unwrap(record.duplicate(), ByteBuffer.allocate(room));
      assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
      assertEquals(0, result.bytesConsumed());
      assertEquals(0, result.bytesProduced());
    }
    assertEquals(64, pair.server.engine.unwrap(record, ByteBuffer.allocate(64)).bytesProduced());
  }

  @Test
  void everyPacketBufferThatIsTooSmallOverflowsWithoutTakingData() throws Exception {
    EnginePair pair = open();
    int sealed = pair.client.wrap(ByteBuffer.wrap(new byte[64])).remaining();
    for (int room = 0; room < sealed; room++) {
      ByteBuffer source = ByteBuffer.wrap(new byte[64]);
      SSLEngineResult result = pair.client.engine.wrap(source, ByteBuffer.allocate(room));
      assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
      assertEquals(0, source.position());
    }
  }

  @Test
  void aHandshakeFlightThatDoesNotFitOverflows() throws Exception {
    EnginePair pair = open();
    SSLEngine fresh = Contexts.fixed().createSSLEngine("server.example", 443);
    fresh.setUseClientMode(true);
    fresh.beginHandshake();
    fresh.getDelegatedTask().run();
    SSLEngineResult result = fresh.wrap(NOTHING, ByteBuffer.allocate(50));
    assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
    assertEquals(HandshakeStatus.NEED_WRAP, result.getHandshakeStatus());
    assertTrue(pair.client.engine.getSession().isValid());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000, 16_383, 16_384, 16_385, 100_000})
  void everyLengthArrivesWhole(int length) throws Exception {
    EnginePair pair = open();
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    ByteBuffer direct = ByteBuffer.allocateDirect(length).put(data).flip();
    ByteBuffer[] parts = {
      direct.slice(0, length / 3), NOTHING, direct.slice(length / 3, length - length / 3)
    };
    ByteBuffer got = ByteBuffer.allocate(length + 20_000);
    while (got.position() < length) {
      ByteBuffer out =
          ByteBuffer.allocateDirect(pair.client.engine.getSession().getPacketBufferSize());
      SSLEngineResult result = pair.client.engine.wrap(parts, out);
      assertEquals(Status.OK, result.getStatus());
      out.flip();
      ByteBuffer[] dsts = {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(20_000)};
      pair.server.engine.unwrap(out, dsts);
      got.put(dsts[0].flip()).put(dsts[1].flip());
    }
    byte[] received = new byte[length];
    got.flip().get(received);
    assertArrayEquals(data, received);
  }

  @Test
  void smallerRecordsOnRequest() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    var parameters = pair.client.engine.getSSLParameters();
    parameters.setMaximumPacketSize(1024);
    pair.client.engine.setSSLParameters(parameters);
    pair.handshake();
    ByteBuffer source = ByteBuffer.wrap(new byte[5000]);
    assertTrue(pair.client.wrap(source).remaining() <= 1024);
  }

  @Test
  void argumentsAreChecked() throws Exception {
    EnginePair pair = open();
    ByteBuffer readOnly = ByteBuffer.allocate(20_000).asReadOnlyBuffer();
    assertThrows(ReadOnlyBufferException.class, () -> pair.client.engine.wrap(NOTHING, readOnly));
    assertThrows(ReadOnlyBufferException.class, () -> pair.client.engine.unwrap(NOTHING, readOnly));
    ByteBuffer[] withNull = {null};
    assertThrows(
        IllegalArgumentException.class,
        () -> pair.client.engine.wrap(withNull, 0, 1, ByteBuffer.allocate(20_000)));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> pair.client.engine.unwrap(NOTHING, new ByteBuffer[1], 0, 2));
  }

  @Test
  void theModeMustBeSaid() {
    SSLEngine engine = Contexts.fixed().createSSLEngine();
    assertThrows(IllegalStateException.class, engine::beginHandshake);
    assertThrows(
        IllegalStateException.class, () -> engine.wrap(NOTHING, ByteBuffer.allocate(20_000)));
  }
}

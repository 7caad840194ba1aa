package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.internal.jsse.EnginePair.End;

/**
 * Whatever comes in, an engine answers with data that was sent, or with one SSLException for ever.
 *
 * <p>A run of the build of its own, since Jazzer instruments the classes of the whole JVM: it looks
 * for a minute for an input that breaks this.
 */
class EngineFuzz {

  private static final String HOST = "server.example";
  private static final String MESSAGE = "what was sent";

  /** More turns than any handshake takes, damaged or not. */
  private static final int MAX_TURNS = 300;

  private static final int MAX_DAMAGE = 8;

  private static final Set<HandshakeStatus> WAITS =
      EnumSet.of(HandshakeStatus.NEED_UNWRAP, HandshakeStatus.NOT_HANDSHAKING);

  private static final SSLContext FIXED = Contexts.of(keys());
  private static final SSLContext CLIENT = Contexts.of(new NonceAgreement("alice", "secret"));
  private static final SSLContext SERVER = Contexts.of(keys(), new NonceAgreement(HOST, "secret"));

  private static PskKeyManager keys() {
    return PskKeyManager.of(Map.of("alice", Contexts.secret(1)));
  }

  @FuzzTest(maxDuration = "1m")
  void anEngineTakesWhateverComes(FuzzedDataProvider data) throws Exception {
    switch (data.consumeInt(0, 2)) {
      case 0 -> feed(engine(data.consumeBoolean()), data);
      case 1 -> damage(new EnginePair(FIXED, SERVER, HOST, 443), data);
      default -> damage(new EnginePair(CLIENT, SERVER, HOST, data.consumeInt(1, 2)), data);
    }
  }

  private static SSLEngine engine(boolean client) {
    SSLEngine engine = client ? CLIENT.createSSLEngine(HOST, 443) : SERVER.createSSLEngine();
    engine.setUseClientMode(client);
    return engine;
  }

  // ---- bytes from nowhere

  private static void feed(SSLEngine engine, FuzzedDataProvider data) throws SSLException {
    End end = new End(engine);
    engine.beginHandshake();
    try {
      for (int turn = 0; turn < MAX_TURNS && data.remainingBytes() > 0; turn++) {
        end.deliver(ByteBuffer.wrap(data.consumeBytes(data.consumeInt(1, 4096))));
        step(end);
      }
    } catch (SSLException e) {
      assertFailedForGood(end, e);
    }
    assertEquals(0, end.finished());
    assertEquals(0, end.app.position());
  }

  /** As far as it goes with what there is. */
  private static void step(End end) throws SSLException {
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      switch (end.engine.getHandshakeStatus()) {
        case NEED_TASK -> end.runTasks();
        case NEED_WRAP -> end.wrap(ByteBuffer.allocate(0));
        default -> {
          SSLEngineResult result = end.unwrap();
          if (result.bytesConsumed() == 0 && WAITS.contains(result.getHandshakeStatus())) {
            return;
          }
        }
      }
    }
    throw new AssertionError("the engine neither ends nor waits");
  }

  private static void assertFailedForGood(End end, SSLException first) {
    SSLEngine engine = end.engine;
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    for (int i = 0; i < 3; i++) {
      if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
        SSLException again =
            assertThrows(SSLException.class, () -> engine.wrap(ByteBuffer.allocate(0), out));
        assertSame(first, again);
      }
    }
  }

  // ---- bytes that change on the way

  private static void damage(EnginePair pair, FuzzedDataProvider data) throws SSLException {
    try {
      pair.client.engine.beginHandshake();
      pair.server.engine.beginHandshake();
      run(pair, data);
      converse(pair, data);
    } catch (SSLException e) {
      // an end that noticed; neither has read anything but what was sent
    }
    assertTrue(MESSAGE.startsWith(pair.server.read()));
    assertTrue(MESSAGE.startsWith(pair.client.read()));
  }

  private static void run(EnginePair pair, FuzzedDataProvider data) throws SSLException {
    int damage = data.consumeInt(0, MAX_DAMAGE);
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      boolean moved = EnginePair.turn(pair.client, pair.server);
      damage -= change(pair.server, data, damage);
      moved |= EnginePair.turn(pair.server, pair.client);
      damage -= change(pair.client, data, damage);
      if (!moved) {
        return;
      }
    }
    throw new AssertionError("the handshake does not end");
  }

  /** Changes what an end has received and not yet looked at; 1 for done, 0 for not. */
  private static int change(End end, FuzzedDataProvider data, int left) {
    if (left == 0 || !end.in.hasRemaining() || !data.consumeBoolean()) {
      return 0;
    }
    byte[] bytes = new byte[end.in.remaining()];
    end.in.get(bytes);
    end.in.clear().limit(0);
    end.deliver(ByteBuffer.wrap(changed(bytes, data)));
    return 1;
  }

  private static byte[] changed(byte[] bytes, FuzzedDataProvider data) {
    int at = data.consumeInt(0, bytes.length - 1);
    switch (data.consumeInt(0, 3)) {
      case 0 -> {
        bytes[at] ^= data.consumeByte((byte) 1, Byte.MAX_VALUE);
        return bytes;
      }
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 2 -> {
        return insert(bytes, at, data.consumeBytes(64));
      }
      default -> {
        return insert(bytes, at, bytes);
      }
    }
  }

  private static byte[] insert(byte[] bytes, int at, byte[] more) {
    return ByteBuffer.allocate(bytes.length + more.length)
        .put(bytes, 0, at)
        .put(more)
        .put(bytes, at, bytes.length - at)
        .array();
  }

  private static void converse(EnginePair pair, FuzzedDataProvider data) throws SSLException {
    if (pair.client.finished() == 0 || pair.server.finished() == 0) {
      return;
    }
    pair.send(pair.client, pair.server, MESSAGE);
    change(pair.server, data, 1);
    step(pair.server);
    pair.send(pair.server, pair.client, MESSAGE);
    step(pair.client);
  }
}

package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** SSLEngine promises that one thread may wrap while another one unwraps. */
class EngineByTwoThreadsTest {

  private static final int BYTES = 24 << 20;
  private static final byte[] END = new byte[0];

  private static EnginePair open() throws SSLException {
    return new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443).handshake();
  }

  private static byte pattern(long at) {
    return (byte) (at * 31 + (at >>> 13));
  }

  /** Wraps a pattern, and asks for new keys now and then. */
  private static Callable<Long> wrapping(SSLEngine engine, BlockingQueue<byte[]> line) {
    return () -> {
      long sent = 0;
      ByteBuffer packet = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      for (int record = 0; sent < BYTES; record++) {
        byte[] plain = new byte[(int) Math.min(BYTES - sent, 1 + record * 97 % 16_000)];
        for (int i = 0; i < plain.length; i++) {
          plain[i] = pattern(sent + i);
        }
        if (record % 50 == 0) {
          engine.beginHandshake(); // TLS 1.3: a KeyUpdate
        }
        for (ByteBuffer source = ByteBuffer.wrap(plain); source.hasRemaining(); ) {
          packet.clear();
          SSLEngineResult result = engine.wrap(source, packet);
          assertEquals(Status.OK, result.getStatus());
          line.put(Arrays.copyOf(packet.array(), packet.position()));
        }
        sent += plain.length;
      }
      line.put(END);
      return sent;
    };
  }

  private static Callable<Long> unwrapping(SSLEngine engine, BlockingQueue<byte[]> line) {
    return () -> {
      AtomicLong got = new AtomicLong();
      ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      for (byte[] packet = line.take(); packet != END; packet = line.take()) {
        for (ByteBuffer source = ByteBuffer.wrap(packet); source.hasRemaining(); ) {
          plain.clear();
          SSLEngineResult result = engine.unwrap(source, plain);
          assertEquals(Status.OK, result.getStatus());
          for (int i = 0; i < plain.position(); i++) {
            assertEquals(pattern(got.getAndIncrement()), plain.get(i));
          }
        }
      }
      return got.get();
    };
  }

  @Test
  void wrapsAndUnwrapsAtTheSameTime() throws Exception {
    EnginePair pair = open();
    BlockingQueue<byte[]> up = new ArrayBlockingQueue<>(64);
    BlockingQueue<byte[]> down = new ArrayBlockingQueue<>(64);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<Long> sentUp = threads.submit(wrapping(pair.client.engine, up));
      Future<Long> sentDown = threads.submit(wrapping(pair.server.engine, down));
      Future<Long> gotUp = threads.submit(unwrapping(pair.server.engine, up));
      Future<Long> gotDown = threads.submit(unwrapping(pair.client.engine, down));

      for (Future<Long> each : List.of(sentUp, sentDown, gotUp, gotDown)) {
        assertEquals(BYTES, each.get(60, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aTaskRunsOnceWhoeverAsksForIt() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.deliver(pair.client.wrap(ByteBuffer.allocate(0)));
    pair.server.unwrap();

    Runnable task = pair.server.engine.getDelegatedTask();
    assertTrue(task != null);
    assertEquals(null, pair.server.engine.getDelegatedTask());
    task.run();
    task.run();
    pair.handshake();
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
  }
}

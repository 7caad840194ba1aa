package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** An engine, and what came for it. */
final class EnginePeer {

  /** How an engine ended: what it still said, and why. */
  record Ended(byte[] said, SSLException reason) {}

  final SSLEngine engine;
  final ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);

  EnginePeer(String server, SSLContext context, boolean client) throws SSLException {
    engine = context.createSSLEngine(server, 443);
    engine.setUseClientMode(client);
    engine.beginHandshake();
  }

  /** What it has to say until it waits for an answer. */
  byte[] flight() throws SSLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    while (isBusy()) {
      runTasks();
      engine.wrap(ByteBuffer.allocate(0), out.clear());
      all.write(out.array(), 0, out.position());
    }
    return all.toByteArray();
  }

  private boolean isBusy() {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
  }

  void give(byte[] flight) throws SSLException {
    in.compact().put(flight).flip();
    while (in.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      engine.unwrap(in, ByteBuffer.allocate(1 << 15));
      runTasks();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** What it says until it throws. */
  Ended end() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer out = ByteBuffer.allocate(1 << 15);
    for (int i = 0; i < 100; i++) {
      runTasks();
      try {
        engine.wrap(ByteBuffer.allocate(0), out.clear());
      } catch (SSLException e) {
        return new Ended(all.toByteArray(), e);
      }
      all.write(out.array(), 0, out.position());
    }
    return fail("the engine goes on");
  }
}

package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** A client and a server engine in one thread, with the bytes between them in the open. */
final class EnginePair {

  /** More turns than any handshake takes. */
  private static final int MAX_TURNS = 200;

  /** One end, and what it has received but not unwrapped yet. */
  static final class End {
    final SSLEngine engine;
    final ByteBuffer in = ByteBuffer.allocate(1 << 18).limit(0);
    final ByteBuffer app = ByteBuffer.allocate(1 << 16);
    final List<HandshakeStatus> seen = new ArrayList<>();
    int tasks;

    End(SSLEngine engine) {
      this.engine = engine;
    }

    void deliver(ByteBuffer bytes) {
      in.compact();
      in.put(bytes);
      in.flip();
    }

    /** What this end wants to send. */
    ByteBuffer wrap(ByteBuffer source) throws SSLException {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      SSLEngineResult result = engine.wrap(source, out);
      seen.add(result.getHandshakeStatus());
      return out.flip();
    }

    SSLEngineResult unwrap() throws SSLException {
      SSLEngineResult result = engine.unwrap(in, app);
      seen.add(result.getHandshakeStatus());
      return result;
    }

    void runTasks() {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        tasks++;
        task.run();
      }
    }

    String read() {
      app.flip();
      String text = StandardCharsets.UTF_8.decode(app).toString();
      app.clear();
      return text;
    }

    long finished() {
      return seen.stream().filter(status -> status == HandshakeStatus.FINISHED).count();
    }
  }

  final End client;
  final End server;

  EnginePair(SSLEngine client, SSLEngine server) {
    this.client = new End(client);
    this.server = new End(server);
    client.setUseClientMode(true);
    server.setUseClientMode(false);
  }

  EnginePair(SSLContext client, SSLContext server, String host, int port) {
    this(client.createSSLEngine(host, port), server.createSSLEngine());
  }

  EnginePair handshake() throws SSLException {
    client.engine.beginHandshake();
    server.engine.beginHandshake();
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      boolean moved = turn(client, server) | turn(server, client);
      if (!moved) {
        return this;
      }
    }
    throw new AssertionError("the handshake does not end");
  }

  /**
   * What each end's application is told of a handshake that fails.
   *
   * @param client null if this end noticed nothing
   * @param server null if this end noticed nothing
   */
  record Failure(SSLException client, SSLException server) {}

  /** Handshakes until nothing moves any more, each end until it fails. */
  Failure failingHandshake() throws SSLException {
    client.engine.beginHandshake();
    server.engine.beginHandshake();
    SSLException atClient = null;
    SSLException atServer = null;
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      // an engine may have an alert to send after it has thrown
      atClient = firstOf(atClient, failureOf(client, server));
      atServer = firstOf(atServer, failureOf(server, client));
    }
    if (atClient == null && atServer == null) {
      throw new AssertionError("the handshake succeeded");
    }
    return new Failure(atClient, atServer);
  }

  private static SSLException failureOf(End from, End to) {
    try {
      turn(from, to);
      return null;
    } catch (SSLException e) {
      return e;
    }
  }

  private static SSLException firstOf(SSLException first, SSLException second) {
    return first == null ? second : first;
  }

  /** One step of one end; whether anything moved. */
  static boolean turn(End from, End to) throws SSLException {
    switch (from.engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        from.runTasks();
        return true;
      }
      case NEED_WRAP -> {
        ByteBuffer out = from.wrap(ByteBuffer.allocate(0));
        boolean moved =
            out.hasRemaining() || from.engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        to.deliver(out);
        return moved;
      }
      default -> {
        if (!from.in.hasRemaining()) {
          return false;
        }
        SSLEngineResult result = from.unwrap();
        return result.getStatus() != Status.BUFFER_UNDERFLOW && result.bytesConsumed() > 0
            || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
      }
    }
  }

  void send(End from, End to, String text) throws SSLException {
    ByteBuffer source = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (source.hasRemaining()) {
      to.deliver(from.wrap(source));
    }
  }
}

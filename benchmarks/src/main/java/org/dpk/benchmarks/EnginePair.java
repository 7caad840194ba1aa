package org.dpk.benchmarks;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Two engines back to back in one thread, delegated tasks included: the time that a handshake takes
 * here is the CPU time of both sides together.
 */
final class EnginePair {

  /** More turns than any handshake takes; a run that needs more is stuck. */
  private static final int MAX_TURNS = 200;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer;
  private final ByteBuffer toClient;
  private final ByteBuffer clientReads;
  private final ByteBuffer serverReads;
  private ByteBuffer plain = ByteBuffer.allocate(0);
  private ByteBuffer sealed = ByteBuffer.allocate(0);
  private ByteBuffer opened = ByteBuffer.allocate(0);

  EnginePair(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
    int packet =
        4
            * Math.max(
                client.getSession().getPacketBufferSize(),
                server.getSession().getPacketBufferSize());
    toServer = ByteBuffer.allocate(packet);
    toClient = ByteBuffer.allocate(packet);
    clientReads = ByteBuffer.allocate(packet);
    serverReads = ByteBuffer.allocate(packet);
  }

  /** Handshakes, and sends one byte of application data each way to prove it. */
  void connect() throws SSLException {
    client.setUseClientMode(true);
    server.setUseClientMode(false);
    ByteBuffer ping = ByteBuffer.wrap(new byte[] {1});
    ByteBuffer pong = ByteBuffer.wrap(new byte[] {2});
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      send(client, ping, toServer);
      receive(server, toServer, serverReads);
      if (serverReads.position() > 0) {
        send(server, pong, toClient);
      } else {
        send(server, ByteBuffer.allocate(0), toClient);
      }
      receive(client, toClient, clientReads);
      if (serverReads.position() == 1 && clientReads.position() == 1) {
        return;
      }
    }
    throw new SSLException(
        "no end after "
            + MAX_TURNS
            + " turns: client "
            + client.getHandshakeStatus()
            + ", server "
            + server.getHandshakeStatus());
  }

  /** Before {@link #connect}: this suite and no other. */
  void enable(String suite) {
    client.setEnabledCipherSuites(new String[] {suite});
    server.setEnabledCipherSuites(new String[] {suite});
  }

  /** After {@link #connect}: what the client has to say, and room for it. */
  void prepareTransfer(int length, boolean direct) {
    int packet = client.getSession().getPacketBufferSize();
    int application = server.getSession().getApplicationBufferSize();
    plain = allocate(length, direct);
    sealed = allocate(packet, direct);
    opened = allocate(application, direct);
  }

  private static ByteBuffer allocate(int length, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
  }

  /**
   * Seals the data at the client and opens it at the server.
   *
   * @return how many bytes came out
   */
  int transfer() throws SSLException {
    plain.clear();
    sealed.clear();
    opened.clear();
    client.wrap(plain, sealed);
    sealed.flip();
    while (sealed.hasRemaining()) { // from time to time a KeyUpdate comes before the data
      server.unwrap(sealed, opened);
    }
    if (opened.position() != plain.capacity()) {
      throw new SSLException(opened.position() + " bytes came out");
    }
    return opened.position();
  }

  private static void send(SSLEngine engine, ByteBuffer data, ByteBuffer wire) throws SSLException {
    for (int i = 0; i < MAX_TURNS; i++) {
      runTasks(engine);
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_UNWRAP
          || (status == HandshakeStatus.NOT_HANDSHAKING && !data.hasRemaining())) {
        return;
      }
      SSLEngineResult result = engine.wrap(data, wire);
      if (result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
        return;
      }
    }
  }

  private static void receive(SSLEngine engine, ByteBuffer wire, ByteBuffer reads)
      throws SSLException {
    wire.flip();
    while (wire.hasRemaining()) {
      runTasks(engine);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        break;
      }
      SSLEngineResult result = engine.unwrap(wire, reads);
      if (result.bytesConsumed() == 0 && result.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
        break;
      }
    }
    runTasks(engine);
    wire.compact();
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}

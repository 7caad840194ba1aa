package org.dpk.provider.internal.trust;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines of the JDK that talk in memory; the server wants the client's certificate. */
public final class TlsEngines {

  private static final int MOST_STEPS = 200;

  private final End client;
  private final End server;

  /**
   * @param host whom the client asks for; null for an engine that knows no host
   */
  public TlsEngines(SSLContext client, SSLContext server, String host) {
    this(host == null ? client.createSSLEngine() : client.createSSLEngine(host, 443), server);
  }

  public TlsEngines(SSLEngine client, SSLContext server) {
    SSLEngine answering = server.createSSLEngine();
    answering.setUseClientMode(false);
    answering.setNeedClientAuth(true);
    client.setUseClientMode(true);
    this.client = new End(client, "client");
    this.server = new End(answering, "server");
  }

  public SSLEngine client() {
    return client.engine;
  }

  public SSLEngine server() {
    return server.engine;
  }

  /** Which end refused, and why. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String end;

    Refused(String end, SSLException cause) {
      super(cause);
      this.end = end;
    }

    public String end() {
      return end;
    }
  }

  /** Until both ends are done, or one of them refuses. */
  public void handshake() throws Refused {
    for (int step = 0; step < MOST_STEPS; step++) {
      client.send(server);
      server.send(client);
      if (client.isDone() && server.isDone()) {
        return;
      }
    }
    throw new AssertionError("the handshake does not end");
  }

  private static final class End {
    final SSLEngine engine;
    final String name;
    final ByteBuffer received;
    boolean began;

    End(SSLEngine engine, String name) {
      this.engine = engine;
      this.name = name;
      this.received = ByteBuffer.allocate(1 << 17);
    }

    boolean isDone() {
      return began
          && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
          && received.position() == 0;
    }

    void send(End other) throws Refused {
      try {
        began = true;
        read();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || isFirst()) {
          out.clear();
          engine.wrap(ByteBuffer.allocate(0), out);
          runTasks();
          other.received.put(out.flip());
        }
      } catch (SSLException e) {
        throw new Refused(name, e);
      }
    }

    private boolean isFirst() {
      return engine.getUseClientMode()
          && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
          && engine.getSession().getCipherSuite().endsWith("NULL_WITH_NULL_NULL");
    }

    private void read() throws SSLException {
      received.flip();
      ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      while (received.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
        SSLEngineResult result = engine.unwrap(received, plain);
        runTasks();
        if (result.getStatus() != SSLEngineResult.Status.OK) {
          break;
        }
      }
      received.compact();
    }

    private void runTasks() {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    }
  }
}

package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.internal.tls.KnownAnswers;

/**
 * Known answers, and a conversation of this provider with itself in memory for each version of TLS:
 * the provider's service {@code SelfTest}.
 */
public final class SelfTest implements Runnable {

  private static final int MOST_TURNS = 20;
  private static final int MOST_RECEIVED = 1 << 17;
  private static final int MOST_STEPS = 100;
  private static final int SECRET_LENGTH = 32;

  private final SecureRandom random = new SecureRandom();

  /** For the provider. */
  public SelfTest() {}

  /**
   * {@inheritDoc}
   *
   * @throws ProviderException if something is wrong: the message says what
   */
  @Override
  public void run() {
    KnownAnswers.check();
    for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
      try {
        converse(protocol);
      } catch (GeneralSecurityException | SSLException e) {
        throw new ProviderException(
            "a " + protocol + " handshake with itself failed: " + e.getMessage(), e);
      }
    }
  }

  private void converse(String protocol) throws GeneralSecurityException, SSLException {
    SSLContext context = context();
    End client = new End(context.createSSLEngine("localhost", 443), true, protocol);
    End server = new End(context.createSSLEngine(), false, protocol);
    for (int turn = 0; turn < MOST_TURNS && !(client.isDone() && server.isDone()); turn++) {
      client.turn(server, new byte[0]);
      server.turn(client, new byte[0]);
    }
    byte[] message = new byte[SECRET_LENGTH];
    random.nextBytes(message);
    client.turn(server, message);
    server.turn(client, new byte[0]);
    if (!server.read.flip().equals(ByteBuffer.wrap(message))) {
      throw new SSLException("what was sent did not arrive");
    }
  }

  private SSLContext context() throws GeneralSecurityException {
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager keys = PskKeyManager.of(Psk.of("self-test", secret));
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  /** One end, with what it received and what it read of that. */
  private static final class End {
    final SSLEngine engine;
    final ByteBuffer received = ByteBuffer.allocate(MOST_RECEIVED);
    final ByteBuffer read;
    int steps;

    End(SSLEngine engine, boolean client, String protocol) throws SSLException {
      this.engine = engine;
      engine.setUseClientMode(client);
      engine.setEnabledProtocols(new String[] {protocol});
      engine.beginHandshake();
      this.read = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    boolean isDone() {
      return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
          && received.position() == 0;
    }

    /** Takes in what came, and sends what follows from it, then the data. */
    void turn(End other, byte[] data) throws SSLException {
      runTasks();
      receive();
      ByteBuffer plain = ByteBuffer.wrap(data);
      while (plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        engine.wrap(plain, other.received);
        step();
      }
    }

    private void receive() throws SSLException {
      received.flip();
      while (received.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
        engine.unwrap(received, read);
        step();
      }
      received.compact();
    }

    private void step() throws SSLException {
      if (++steps > MOST_STEPS) {
        throw new SSLException("it does not end");
      }
      runTasks();
    }

    private void runTasks() {
      Runnable task = engine.getDelegatedTask();
      while (task != null) {
        task.run();
        task = engine.getDelegatedTask();
      }
    }
  }
}

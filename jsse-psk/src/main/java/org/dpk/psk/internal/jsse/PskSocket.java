package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** TLS keyed by a pre-shared key as a socket: a pump over the engine. */
final class PskSocket extends ConfigurableSocket implements Transport {

  private final PskEngine engine;
  private final boolean closesLower;
  private final @Nullable InputStream consumed;
  private final Set<HandshakeCompletedListener> listeners = new CopyOnWriteArraySet<>();
  private final InputStream input = new SocketInput(this);
  private final OutputStream output = new SocketOutput(this);
  private volatile @Nullable SocketPump pump;
  private volatile boolean closed;
  private volatile boolean opened;
  private volatile boolean inputShut;
  private volatile boolean outputShut;
  private int soTimeout;

  /**
   * @param lower connected or not
   * @param consumed bytes that were read from the lower socket already; null for none
   * @param closesLower whether closing this closes the lower socket
   */
  PskSocket(PskEngine engine, Socket lower, @Nullable InputStream consumed, boolean closesLower) {
    super(engine, lower);
    this.engine = engine;
    this.consumed = consumed;
    this.closesLower = closesLower;
    engine.carriedBy(this);
  }

  @Override
  void connected(InetSocketAddress to) {
    if (engine.getPeerHost() == null) {
      engine.setPeer(to.getHostString(), to.getPort());
    }
  }

  private SocketPump pump() throws IOException {
    if (closed) {
      throw engine.failure() == null ? new SocketException("Socket is closed") : engine.failure();
    }
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
    SocketPump running = pump;
    return running == null ? startPump() : running;
  }

  private synchronized SocketPump startPump() throws IOException {
    if (pump == null) {
      InputStream in = lower().getInputStream();
      SocketPump fresh =
          new SocketPump(
              engine,
              lower(),
              consumed == null ? in : new SequenceInputStream(consumed, in),
              lower().getOutputStream());
      if (soTimeout > 0) {
        fresh.setSoTimeout(soTimeout);
      }
      pump = fresh;
    }
    return pump;
  }

  // ---- the handshake

  @Override
  public void startHandshake() throws IOException {
    SocketPump running = pump();
    if (engine.isOpen()) {
      engine.beginHandshake();
      running.flush();
    } else {
      handshake();
    }
  }

  /** Handshakes where that was not done yet, and closes the socket where it fails. */
  private SocketPump handshake() throws IOException {
    SocketPump running = pump();
    try {
      boolean completed = running.handshake();
      opened = true;
      if (completed) {
        notifyCompletion();
      }
      return running;
    } catch (SocketTimeoutException e) {
      throw e; // the handshake goes on where it was
    } catch (IOException e) {
      throw failed(running, e);
    }
  }

  /** The peer gets its alert, the application the engine's own exception. */
  private IOException failed(SocketPump running, IOException e) {
    running.sendLastAlert();
    engine.closeOutbound(); // a handshake that was under way erases what it held
    closeLower();
    return Objects.requireNonNullElse(engine.failure(), e);
  }

  private void notifyCompletion() {
    if (listeners.isEmpty()) {
      return;
    }
    HandshakeCompletedEvent event = new HandshakeCompletedEvent(this, engine.getSession());
    Thread notifier =
        new Thread(
            () -> listeners.forEach(listener -> listener.handshakeCompleted(event)),
            "dpk-handshake-completed");
    notifier.setDaemon(true);
    notifier.start();
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    if (listener == null) {
      throw new IllegalArgumentException("the listener must not be null");
    }
    listeners.add(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    if (!listeners.remove(listener)) {
      throw new IllegalArgumentException("the listener was not registered");
    }
  }

  /** Handshakes; where that fails, a session without a cipher. */
  @Override
  public SSLSession getSession() {
    if (!engine.isOpen() && isConnected() && !closed) {
      try {
        handshake();
      } catch (IOException e) {
        // as the interface demands: SSL_NULL_WITH_NULL_NULL; the reason comes with the next call
      }
    }
    // the JDK's engine shows its session before the client has proven anything
    return opened ? engine.getSession() : PendingSession.none();
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return engine.getHandshakeSession();
  }

  // ---- data

  int read(byte[] buffer, int offset, int length) throws IOException {
    SocketPump running = handshake();
    try {
      return running.read(buffer, offset, length);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw failed(running, e);
    }
  }

  int available() throws IOException {
    return pump().available();
  }

  void write(byte[] buffer, int offset, int length) throws IOException {
    requireOpenOutput();
    SocketPump running = handshake();
    try {
      running.write(buffer, offset, length);
    } catch (IOException e) {
      requireOpenOutput(); // shut meanwhile: no reason to close the other direction
      throw failed(running, e);
    }
  }

  private void requireOpenOutput() throws SocketException {
    if (outputShut && engine.failure() == null && !isClosed()) {
      throw new SocketException("Socket output is already shutdown");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    pump();
    if (inputShut) {
      throw new SocketException("Socket input is already shutdown");
    }
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    pump();
    requireOpenOutput();
    return output;
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    SocketPump running = pump;
    if (running == null) {
      lower().setSoTimeout(timeout);
    } else {
      running.setSoTimeout(timeout);
    }
    soTimeout = timeout;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return pump == null ? lower().getSoTimeout() : soTimeout;
  }

  // ---- the end

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      SocketPump running = pump;
      if (running != null && !lower().isClosed()) {
        running.closeOutput();
      }
    } catch (IOException e) {
      // the peer is gone: there is nobody to say goodbye to
    } finally {
      engine.closeOutbound();
      closeLower();
    }
  }

  private void closeLower() {
    closed = true;
    if (closesLower) {
      closeQuietly(lower());
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is left to be done about it
    }
  }

  @Override
  public @Nullable InetAddress remoteAddress() {
    return getInetAddress();
  }

  @Override
  public void sendLastAlert() {
    SocketPump running = pump;
    if (running != null) {
      running.sendLastAlert();
    }
  }

  /** Wakes whoever reads or writes, and does so for a socket that was given, too. */
  @Override
  public void abandon() {
    closed = true;
    closeQuietly(lower());
  }

  @Override
  public boolean isClosed() {
    return closed || lower().isClosed();
  }

  @Override
  public void shutdownOutput() throws IOException {
    SocketPump running = pump();
    outputShut = true;
    running.closeOutput();
  }

  @Override
  public boolean isOutputShutdown() {
    return engine.isOutboundDone();
  }

  @Override
  public void shutdownInput() throws IOException {
    pump();
    inputShut = true;
    engine.closeInbound();
    if (closesLower) {
      lower().shutdownInput();
    }
  }

  @Override
  public boolean isInputShutdown() {
    return engine.isInboundDone();
  }

  @Override
  public String toString() {
    return "PskSocket[" + lower() + ", " + engine.getSession() + "]";
  }
}

package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** TLS keyed by a pre-shared key as a socket: a pump over the engine. */
final class PskSocket extends LowerSocket {

  /** How long the last alert to a revoked peer may take: it may have stopped reading. */
  private static final long LAST_ALERT_MILLIS = 1_000;

  /** A revocation must not wait for the common pool: the application may have it busy. */
  private static final Executor OWN_THREADS =
      task -> {
        Thread thread = new Thread(task, "dpk-revoked");
        thread.setDaemon(true);
        thread.start();
      };

  private final PskEngine engine;
  private final boolean closesLower;
  private final @Nullable InputStream consumed;
  private final List<HandshakeCompletedListener> listeners = new CopyOnWriteArrayList<>();
  private final InputStream input = new SocketInput(this);
  private final OutputStream output = new SocketOutput(this);
  private volatile @Nullable SocketPump pump;
  private volatile boolean closed;
  private int soTimeout;
  private @Nullable BiFunction<SSLSocket, List<String>, String> selector;

  /**
   * @param lower connected or not
   * @param consumed bytes that were read from the lower socket already; null for none
   * @param closesLower whether closing this closes the lower socket
   */
  PskSocket(PskEngine engine, Socket lower, @Nullable InputStream consumed, boolean closesLower) {
    super(lower);
    this.engine = engine;
    this.consumed = consumed;
    this.closesLower = closesLower;
    engine.onRevocation(this::revoked);
  }

  PskEngine engine() {
    return engine;
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
      if (running.handshake()) {
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
    return engine.getSession();
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
    SocketPump running = handshake();
    try {
      running.write(buffer, offset, length);
    } catch (IOException e) {
      throw failed(running, e);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    pump();
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    pump();
    return output;
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    SocketPump running = pump;
    soTimeout = timeout;
    if (running == null) {
      lower().setSoTimeout(timeout);
    } else {
      running.setSoTimeout(timeout);
    }
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
    if (!closesLower) {
      return;
    }
    try {
      lower().close();
    } catch (IOException e) {
      // nothing is left to be done about it
    }
  }

  private void revoked() {
    SocketPump running = pump;
    Executor later =
        CompletableFuture.delayedExecutor(LAST_ALERT_MILLIS, TimeUnit.MILLISECONDS, OWN_THREADS);
    later.execute(this::abandon);
    if (running != null) {
      // by another thread: the peer may have stopped reading, and the registry's thread may not
      // wait
      CompletableFuture.runAsync(running::sendLastAlert, OWN_THREADS)
          .whenComplete((done, e) -> abandon());
    }
  }

  /** Wakes whoever reads or writes. */
  private void abandon() {
    closed = true;
    try {
      lower().close();
    } catch (IOException e) {
      // nothing is left to be done about it
    }
  }

  @Override
  public boolean isClosed() {
    return closed || lower().isClosed();
  }

  @Override
  public void shutdownOutput() throws IOException {
    pump().closeOutput();
  }

  @Override
  public boolean isOutputShutdown() {
    return engine.isOutboundDone();
  }

  @Override
  public void shutdownInput() throws IOException {
    pump();
    engine.closeInbound();
    if (closesLower) {
      lower().shutdownInput();
    }
  }

  @Override
  public boolean isInputShutdown() {
    return engine.isInboundDone();
  }

  // ---- settings: the engine's

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public void setUseClientMode(boolean mode) {
    engine.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    engine.setEnableSessionCreation(flag);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }

  @Override
  public @Nullable String getApplicationProtocol() {
    return engine.getApplicationProtocol();
  }

  @Override
  public @Nullable String getHandshakeApplicationProtocol() {
    return engine.getHandshakeApplicationProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      @Nullable BiFunction<SSLSocket, List<String>, String> selector) {
    this.selector = selector;
    engine.setHandshakeApplicationProtocolSelector(
        selector == null ? null : (ignored, offered) -> selector.apply(this, offered));
  }

  @Override
  public @Nullable BiFunction<SSLSocket, List<String>, String>
      getHandshakeApplicationProtocolSelector() {
    return selector;
  }

  @Override
  public String toString() {
    return "PskSocket[" + lower() + ", " + engine.getSession() + "]";
  }
}

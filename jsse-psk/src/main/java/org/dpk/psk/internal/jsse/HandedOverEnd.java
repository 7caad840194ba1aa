package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.internal.tls.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A client of ordinary TLS, served by the engine of another provider. All is as if that engine had
 * been there from the beginning, but for the deadline of the handshake.
 *
 * <p>Holds no lock of its own: the JDK's engine holds one while its tasks call the application, and
 * the application may call back.
 */
final class HandedOverEnd implements TlsEnd {

  private static final String TLS_1_3 = Protocol.TLS_1_3.jsseName();

  private final SSLEngine engine;
  private final Consumer<SSLEngine> settings;
  private final long deadline;
  private final AtomicBoolean open = new AtomicBoolean();
  private volatile boolean alertAskedFor;
  private volatile @Nullable SSLException overdue;
  private volatile @Nullable SSLException failure;

  /**
   * @param engine has the client's hello
   * @param settings carries over what the application has set by now
   * @param deadline of the handshake, of {@link System#nanoTime}
   */
  HandedOverEnd(SSLEngine engine, Consumer<SSLEngine> settings, long deadline) {
    this.engine = engine;
    this.settings = settings;
    this.deadline = deadline;
  }

  @Override
  public boolean hasBegun() {
    return true;
  }

  /** Where the handshake is over, another one is asked for: it may want other settings. */
  @Override
  public void beginHandshake() throws SSLException {
    if (open.get()) {
      settings.accept(engine);
    }
    engine.beginHandshake();
  }

  @Override
  public HandshakeStatus handshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public @Nullable Runnable delegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    checkDeadline();
    SSLEngineResult result = noticed(() -> engine.wrap(srcs, offset, length, dst));
    SSLException late = overdue;
    if (late != null && result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
      throw late;
    }
    return result;
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    checkDeadline();
    SSLException late = overdue;
    if (late == null) {
      return noticed(() -> engine.unwrap(src, dsts, offset, length));
    }
    if (alertAskedFor || engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      throw late;
    }
    alertAskedFor = true;
    return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, 0, 0);
  }

  private interface Step {
    SSLEngineResult run() throws SSLException;
  }

  private SSLEngineResult noticed(Step step) throws SSLException {
    try {
      SSLEngineResult result = step.run();
      return result.getHandshakeStatus() == HandshakeStatus.FINISHED ? finished(result) : result;
    } catch (SSLException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** The JDK says it for each message after the handshake of TLS 1.3 as well; here, once. */
  private SSLEngineResult finished(SSLEngineResult result) {
    if (open.compareAndSet(false, true) || !engine.getSession().getProtocol().equals(TLS_1_3)) {
      return result;
    }
    return new SSLEngineResult(
        result.getStatus(),
        engine.getHandshakeStatus(),
        result.bytesConsumed(),
        result.bytesProduced());
  }

  /** The JDK has no deadline; it says user_canceled where one closes in the middle. */
  private void checkDeadline() {
    if (open.get()
        || failure != null
        || System.nanoTime() - deadline <= 0
        || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      return;
    }
    overdue = HandshakeTimeout.over();
    failure = overdue;
    engine.closeOutbound();
  }

  @Override
  public void closeInbound() throws SSLException {
    engine.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return engine.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    engine.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  @Override
  public SSLSession session() {
    return engine.getSession();
  }

  @Override
  public @Nullable SSLSession handshakeSession() {
    return engine.getHandshakeSession();
  }

  @Override
  public @Nullable String applicationProtocol() {
    return engine.getApplicationProtocol();
  }

  @Override
  public @Nullable String handshakeApplicationProtocol() {
    return engine.getHandshakeApplicationProtocol();
  }

  @Override
  public boolean isOpen() {
    return open.get() && failure == null;
  }

  @Override
  public @Nullable Long remainingNanos() {
    return open.get() || failure != null ? null : deadline - System.nanoTime();
  }

  @Override
  public @Nullable SSLException failure() {
    return failure;
  }
}

package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.tls.Suite;
import org.dpk.psk.internal.tls.TlsOutcome;
import org.jspecify.annotations.Nullable;

/**
 * TLS keyed by a pre-shared key as an {@link SSLEngine}, modelled on how the JDK's engine behaves.
 *
 * <p>What may block runs as a delegated task. An alert is flushed before the exception is thrown,
 * and the same exception is thrown ever after. Safe for use by several threads.
 */
class PskEngine extends ConfigurableEngine
    implements Connection.Listener, HandshakeScope.Progress {

  private final Connection connection = new Connection(this);
  private final Wrapping wrapping = new Wrapping(connection);
  private final Unwrapping unwrapping = new Unwrapping(connection);
  private long begunAt;
  private SessionBase session;
  private @Nullable PendingSession handshakeSession;
  private @Nullable String applicationProtocol;
  private @Nullable PskPrincipal peer;
  private @Nullable Transport transport;

  PskEngine(PskContext context, @Nullable String host, int port) {
    super(context, host, port);
    this.session = PendingSession.none();
  }

  @Override
  boolean hasBegun() {
    return connection.hasBegun();
  }

  /** Says what is to be closed when this connection is revoked. */
  void carriedBy(Transport carrier) {
    locked(() -> transport = carrier);
  }

  // ---- the handshake

  @Override
  public void beginHandshake() throws SSLException {
    lock.lock();
    try {
      if (connection.failure() != null) {
        throw connection.thrown();
      }
      if (connection.isOutputClosed() || connection.isInputClosed()) {
        throw new SSLException("the connection is closed");
      }
      if (connection.isOpen()) {
        connection.updateKeys();
      } else {
        beginIfNeeded();
      }
    } finally {
      lock.unlock();
    }
  }

  private void beginIfNeeded() throws SSLException {
    if (connection.hasBegun()) {
      return;
    }
    boolean client = requireMode();
    EngineSettings settings = settings().usable();
    if (!settings.sessionCreation()) {
      throw new SSLHandshakeException(
          "session creation is switched off, and there is no session to resume: each connection"
              + " has a key of its own");
    }
    HandshakeScope scope =
        new HandshakeScope(context(), settings, client ? server() : null, boundSelector(), this);
    requested(client ? ServerNames.listOf(scope.serverName()) : List.of());
    begunAt = context().connections().mark();
    connection.begin(client, scope);
  }

  private @Nullable Function<List<String>, @Nullable String> boundSelector() {
    BiFunction<SSLEngine, List<String>, String> selector = selector();
    return selector == null ? null : offered -> selector.apply(this, offered);
  }

  @Override
  public void requested(List<SNIServerName> names) {
    locked(() -> handshakeSession = new PendingSession(getPeerHost(), getPeerPort(), names));
  }

  @Override
  public void suite(Suite suite) {
    lock.lock();
    try {
      Objects.requireNonNull(handshakeSession).settledOn(suite);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void applicationProtocol(@Nullable String name) {
    locked(() -> applicationProtocol = Objects.requireNonNullElse(name, ""));
  }

  @Override
  public void opened(TlsOutcome outcome, PskPrincipal proven) {
    boolean client = requireMode();
    List<SNIServerName> names =
        handshakeSession == null ? List.of() : handshakeSession.getRequestedServerNames();
    PskSessionContext sessions = context().sessions(client);
    PskSession open =
        new PskSession(sessions, getPeerHost(), getPeerPort(), outcome, proven, names);
    sessions.add(open);
    session = open;
    handshakeSession = null;
    applicationProtocol = Objects.requireNonNullElse(outcome.applicationProtocol(), "");
    peer = proven;
    if (!context().connections().add(proven.getName(), this, begunAt)) {
      endRevoked(proven);
    }
  }

  /** Nothing can come or go any more. */
  @Override
  public void ended() {
    if (peer != null) {
      context().connections().remove(peer.getName(), this);
    }
    if (session instanceof PskSession open) {
      open.end();
    }
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return locked(connection::status);
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return locked(
        () -> {
          Task task = connection.takeTask();
          return task == null ? null : once(() -> run(task));
        });
  }

  /** As the JDK's tasks, which do nothing when somebody runs them again. */
  private static Runnable once(Runnable action) {
    AtomicBoolean begun = new AtomicBoolean();
    return () -> {
      if (begun.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  private void run(Task task) {
    Attempt outcome = Attempt.at(task);
    lock.lock();
    try {
      connection.finish(outcome);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the handshake is complete, and the connection has not failed. */
  boolean isOpen() {
    return locked(connection::isOpen);
  }

  /** What is left for the handshake, in nanoseconds; null where none is under way. */
  @Nullable Long remainingNanos() {
    return locked(() -> connection.isHandshaking() ? connection.remainingNanos() : null);
  }

  // ---- data

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    requireMode();
    Buffers from = Buffers.of(srcs, offset, length);
    Buffers.of(dst).requireWritable();
    lock.lock();
    try {
      beginIfOpen(connection.isOutputClosed());
      return wrapping.wrap(from, dst, settings().maximumPacketSize());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    requireMode();
    Buffers.of(src);
    Buffers to = Buffers.of(dsts, offset, length);
    to.requireWritable();
    lock.lock();
    try {
      beginIfOpen(connection.isInputClosed());
      return unwrapping.unwrap(src, to);
    } finally {
      lock.unlock();
    }
  }

  /** Without a way in there is nothing to begin; without the wanted way there is no hurry. */
  private void beginIfOpen(boolean closed) throws SSLException {
    if (connection.failure() != null || closed) {
      return;
    }
    if (!connection.isInputClosed()) {
      beginIfNeeded();
    }
    connection.checkDeadline();
  }

  // ---- the end

  @Override
  public void closeInbound() throws SSLException {
    lock.lock();
    try {
      if (connection.isInputClosed()) {
        if (connection.failure() != null) {
          throw connection.thrown();
        }
        return;
      }
      boolean truncated =
          connection.hasBegun() && (connection.isHandshaking() || !connection.isCloseNotified());
      connection.closeInput();
      if (truncated) {
        throw new SSLException("closing inbound before receiving peer's close_notify");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isInboundDone() {
    return locked(connection::isInputDone);
  }

  @Override
  public void closeOutbound() {
    lock.lock();
    try {
      connection.closeOutput();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOutboundDone() {
    return locked(connection::isOutputDone);
  }

  /**
   * The peer may no longer be connected: its key agreement said so.
   *
   * @return what carries the connection and is to be closed; null where there is nothing to do, or
   *     only the application knows
   */
  @Nullable Transport revoke() {
    return locked(
        () -> {
          if (!connection.isOpen() || peer == null) {
            return null;
          }
          endRevoked(peer);
          return transport;
        });
  }

  private void endRevoked(PskPrincipal revoked) {
    connection.fail(
        Alert.ACCESS_DENIED,
        new SSLException(
            "the connection to "
                + revoked.getName()
                + " was ended: this peer was revoked and may not be connected any more"));
  }

  /** What ended the connection; null while nothing has. */
  @Nullable SSLException failure() {
    return locked(connection::failure);
  }

  // ---- what was negotiated

  @Override
  public SSLSession getSession() {
    return locked(() -> session);
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return locked(
        () -> handshakeSession != null && handshakeSession.isSettled() ? handshakeSession : null);
  }

  @Override
  public @Nullable String getApplicationProtocol() {
    return locked(() -> applicationProtocol);
  }

  @Override
  public @Nullable String getHandshakeApplicationProtocol() {
    return locked(() -> connection.isHandshaking() ? applicationProtocol : null);
  }
}

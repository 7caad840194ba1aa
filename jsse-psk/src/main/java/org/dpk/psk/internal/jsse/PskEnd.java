package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * TLS keyed by a pre-shared key, as this module speaks it. Guarded by its engine's lock.
 *
 * <p>An alert is flushed before the exception is thrown, and the same exception is thrown ever
 * after.
 */
final class PskEnd implements TlsEnd, Connection.Listener, HandshakeScope.Progress {

  private final PskEngine engine;
  private final ReentrantLock lock;
  private final Connection connection = new Connection(this);
  private final Wrapping wrapping = new Wrapping(connection);
  private final Unwrapping unwrapping = new Unwrapping(connection);
  private long begunAt;
  private SessionBase session;
  private @Nullable PendingSession handshakeSession;
  private @Nullable String applicationProtocol;
  private @Nullable PskPrincipal peer;
  private @Nullable Transport transport;
  private @Nullable TlsEnd successor;

  PskEnd(PskEngine engine) {
    this.engine = engine;
    this.lock = engine.lock;
    this.session = PendingSession.none();
  }

  private <T> T locked(Supplier<T> action) {
    return engine.locked(action);
  }

  @Override
  public boolean hasBegun() {
    return locked(connection::hasBegun);
  }

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
    boolean client = engine.requireMode();
    EngineSettings settings = engine.settings().usable();
    if (!settings.sessionCreation()) {
      throw new SSLHandshakeException(
          "session creation is switched off, and there is no session to resume: each connection"
              + " has a key of its own");
    }
    HandshakeScope scope = client ? clientScope(settings) : serverScope(settings);
    requested(client ? ServerNames.listOf(scope.serverName()) : List.of());
    begunAt = engine.context().connections().mark();
    connection.begin(client, scope);
  }

  private HandshakeScope clientScope(EngineSettings settings) {
    return new HandshakeScope(engine.context(), settings, engine.server(), null, null, null, this);
  }

  private HandshakeScope serverScope(EngineSettings settings) {
    InetAddress client = ClientAddress.of(transport, engine.getPeerHost());
    return new HandshakeScope(
        engine.context(), settings, null, client, selector(), ordinary(), this);
  }

  private @Nullable Function<List<String>, @Nullable String> selector() {
    BiFunction<SSLEngine, List<String>, String> selector = engine.selector();
    return selector == null ? null : offered -> selector.apply(engine, offered);
  }

  private @Nullable Supplier<SSLEngine> ordinary() {
    OrdinaryTls ordinary = engine.context().ordinary();
    if (ordinary == null) {
      return null;
    }
    EngineSettings settings = engine.settings().copy(); // of which this end uses less
    String host = engine.getPeerHost();
    int port = engine.getPeerPort();
    BiFunction<SSLEngine, List<String>, String> selector = engine.selector();
    return () -> {
      SSLEngine other = ordinary.engine(host, port);
      settings.carryOverTo(other);
      if (selector != null) {
        other.setHandshakeApplicationProtocolSelector(
            (itself, offered) -> selector.apply(engine, offered));
      }
      return other;
    };
  }

  @Override
  public void requested(List<SNIServerName> names) {
    locked(
        () ->
            handshakeSession =
                new PendingSession(engine.getPeerHost(), engine.getPeerPort(), names));
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
  public void opened(TlsOutcome outcome, PskPrincipal proven, byte[] sessionId) {
    boolean client = engine.requireMode();
    List<SNIServerName> names =
        handshakeSession == null ? List.of() : handshakeSession.getRequestedServerNames();
    PskSessionContext sessions = engine.context().sessions(client);
    PskSession open =
        new PskSession(
            sessionId,
            sessions,
            engine.getPeerHost(),
            engine.getPeerPort(),
            outcome,
            proven,
            names);
    sessions.add(open);
    session = open;
    handshakeSession = null;
    applicationProtocol = Objects.requireNonNullElse(outcome.applicationProtocol(), "");
    peer = proven;
    if (!engine.context().connections().add(proven.getName(), engine, begunAt)) {
      endRevoked(proven);
    }
  }

  /** Nothing can come or go any more. */
  @Override
  public void ended() {
    if (peer != null) {
      engine.context().connections().remove(peer.getName(), engine);
    }
    if (session instanceof PskSession open) {
      open.end();
    }
  }

  @Override
  public void handedOver(SSLEngine to, long deadline, boolean closed) {
    successor =
        new HandedOverEnd(
            to, other -> locked(engine.settings()::copy).carryOverTo(other), deadline);
    if (closed) {
      successor.closeOutbound();
    }
    engine.handOver(successor);
  }

  @Override
  public HandshakeStatus handshakeStatus() {
    return locked(connection::status);
  }

  @Override
  public @Nullable Runnable delegatedTask() {
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

  @Override
  public boolean isOpen() {
    return locked(connection::isOpen);
  }

  @Override
  public @Nullable Long remainingNanos() {
    return locked(() -> connection.isHandshaking() ? connection.remainingNanos() : null);
  }

  // ---- data

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    Buffers from = Buffers.of(srcs, offset, length);
    lock.lock();
    try {
      beginIfOpen(connection.isOutputClosed());
      connection.called();
      return wrapping.wrap(from, dst, engine.settings().maximumPacketSize());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    Buffers to = Buffers.of(dsts, offset, length);
    lock.lock();
    try {
      beginIfOpen(connection.isInputClosed());
      connection.called();
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
    closeOwnInbound();
    TlsEnd next = locked(() -> successor);
    if (next != null) {
      next.closeInbound();
    }
  }

  private void closeOwnInbound() throws SSLException {
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
    TlsEnd next =
        locked(
            () -> {
              connection.closeOutput();
              return successor;
            });
    if (next != null) {
      next.closeOutbound();
    }
  }

  @Override
  public boolean isOutboundDone() {
    return locked(connection::isOutputDone);
  }

  /** As {@link PskEngine#revoke}. */
  @Nullable Transport revoke() {
    return locked(
        () -> {
          if (!connection.isOpen() || peer == null) {
            return null;
          }
          endRevoked(peer);
          return transport == null ? new BoundToSession(session) : transport;
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

  @Override
  public @Nullable SSLException failure() {
    return locked(connection::failure);
  }

  // ---- what was negotiated

  @Override
  public SSLSession session() {
    return locked(() -> session);
  }

  @Override
  public @Nullable SSLSession handshakeSession() {
    return locked(
        () -> handshakeSession != null && handshakeSession.isSettled() ? handshakeSession : null);
  }

  @Override
  public @Nullable String applicationProtocol() {
    return locked(() -> applicationProtocol);
  }

  @Override
  public @Nullable String handshakeApplicationProtocol() {
    return locked(() -> connection.isHandshaking() ? applicationProtocol : null);
  }
}

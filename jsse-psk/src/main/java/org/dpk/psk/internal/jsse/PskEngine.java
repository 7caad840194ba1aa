package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.TlsOutcome;
import org.jspecify.annotations.Nullable;

/**
 * TLS keyed by a pre-shared key as an {@link SSLEngine}, modelled on how the JDK's engine behaves.
 *
 * <p>What may block runs as a delegated task. An alert is flushed before the exception is thrown,
 * and the same exception is thrown ever after. Safe for use by several threads.
 */
final class PskEngine extends ConfigurableEngine {

  private static final byte[] NOTHING = new byte[0];

  private final Connection connection = new Connection(this::opened);
  private long begunAt;
  private SessionBase session;
  private @Nullable PendingSession handshakeSession;
  private @Nullable String applicationProtocol;
  private @Nullable PskPrincipal peer;
  private boolean refusalShown;
  private byte[] inBuffer = NOTHING;
  private byte[] outBuffer = NOTHING;
  private @Nullable Runnable revocationHook;

  PskEngine(PskContext context, @Nullable String host, int port) {
    super(context, host, port);
    this.session = PendingSession.none(host, port);
  }

  @Override
  boolean hasBegun() {
    return connection.hasBegun();
  }

  /** Called, on any thread and without the lock, after a revocation has ended this connection. */
  void onRevocation(Runnable hook) {
    locked(() -> revocationHook = hook);
  }

  // ---- the handshake

  @Override
  public void beginHandshake() throws SSLException {
    lock.lock();
    try {
      if (connection.failure() != null) {
        throw connection.thrown();
      }
      if (connection.isOutputClosed()) {
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
    EngineSettings settings = settings().copy();
    if (!settings.sessionCreation()) {
      throw new SSLHandshakeException(
          "session creation is switched off, and there is no session to resume: each connection"
              + " has a key of its own");
    }
    handshakeSession = new PendingSession(getPeerHost(), getPeerPort(), List.of());
    begunAt = context().connections().mark();
    connection.begin(
        client,
        new HandshakeScope(
            context(), settings, client ? server() : null, boundSelector(), this::requested));
  }

  private @Nullable Function<List<String>, @Nullable String> boundSelector() {
    BiFunction<SSLEngine, List<String>, String> selector = selector();
    return selector == null ? null : offered -> selector.apply(this, offered);
  }

  private void requested(List<SNIServerName> names) {
    locked(() -> handshakeSession = new PendingSession(getPeerHost(), getPeerPort(), names));
  }

  private void opened(TlsOutcome outcome, PskPrincipal proven) {
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
    Connection.Outcome outcome = Connection.run(task);
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

  // ---- wrap

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    if (dst.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    lock.lock();
    try {
      return wrapLocked(new Buffers(srcs, offset, length), dst);
    } finally {
      lock.unlock();
    }
  }

  private SSLEngineResult wrapLocked(Buffers srcs, ByteBuffer dst) throws SSLException {
    if (connection.failure() == null && !connection.isOutputClosed()) {
      beginIfNeeded();
      connection.checkDeadline();
    }
    if (connection.pending() > 0) {
      return drained(0, dst);
    }
    if (connection.failure() != null) {
      throw connection.thrown();
    }
    if (connection.takeFinished()) {
      return result(Status.OK, HandshakeStatus.FINISHED, 0, 0);
    }
    if (connection.isOutputClosed()) {
      return result(Status.CLOSED, connection.status(), 0, 0);
    }
    if (connection.status() != HandshakeStatus.NOT_HANDSHAKING) {
      return result(Status.OK, connection.status(), 0, 0);
    }
    return seal(srcs, dst);
  }

  private SSLEngineResult drained(int consumed, ByteBuffer dst) throws SSLException {
    int produced = connection.drain(dst);
    if (produced == 0) {
      return result(Status.BUFFER_OVERFLOW, connection.status(), consumed, 0);
    }
    if (connection.takeFinished()) {
      return result(Status.OK, HandshakeStatus.FINISHED, consumed, produced);
    }
    boolean closed = connection.isOutputDone() && connection.failure() == null;
    if (closed) {
      forget();
    }
    return result(closed ? Status.CLOSED : Status.OK, connection.status(), consumed, produced);
  }

  private SSLEngineResult seal(Buffers srcs, ByteBuffer dst) throws SSLException {
    int length = (int) Math.min(srcs.remaining(), fragmentLimit());
    if (length == 0) {
      return result(Status.OK, connection.status(), 0, 0);
    }
    if (dst.remaining() < connection.sealedLength(length)) {
      return result(Status.BUFFER_OVERFLOW, connection.status(), 0, 0);
    }
    outBuffer = grown(outBuffer, length);
    srcs.get(outBuffer, length);
    connection.write(outBuffer, 0, length);
    if (connection.failure() != null) {
      throw connection.thrown();
    }
    return drained(length, dst);
  }

  /** An application may want smaller records (SSLParameters.setMaximumPacketSize). */
  private int fragmentLimit() {
    int packet = settings().maximumPacketSize();
    int overhead = Records.HEADER_LENGTH + 32;
    return packet <= overhead
        ? Records.MAX_FRAGMENT
        : Math.min(packet - overhead, Records.MAX_FRAGMENT);
  }

  // ---- unwrap

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    Buffers to = new Buffers(dsts, offset, length);
    to.requireWritable();
    lock.lock();
    try {
      return unwrapLocked(src, to);
    } finally {
      lock.unlock();
    }
  }

  private SSLEngineResult unwrapLocked(ByteBuffer src, Buffers dsts) throws SSLException {
    if (connection.failure() == null && !connection.isInputClosed()) {
      beginIfNeeded();
      connection.checkDeadline();
    }
    if (connection.failure() != null) {
      return refused(0);
    }
    if (connection.takeFinished()) {
      return result(Status.OK, HandshakeStatus.FINISHED, 0, 0);
    }
    if (connection.isInputClosed()) {
      return result(Status.CLOSED, connection.status(), 0, 0);
    }
    HandshakeStatus status = connection.status();
    if (status == HandshakeStatus.NEED_TASK || connection.mustSendFirst()) {
      return result(Status.OK, status, 0, 0);
    }
    return unwrapRecord(src, dsts);
  }

  private SSLEngineResult unwrapRecord(ByteBuffer src, Buffers dsts) throws SSLException {
    int record = connection.recordLength(src);
    if (connection.failure() != null) {
      return refused(0);
    }
    if (record == 0 || src.remaining() < record) {
      return result(Status.BUFFER_UNDERFLOW, connection.status(), 0, 0);
    }
    if (connection.isOpen() && !fits(src, dsts)) {
      return connection.failure() != null
          ? refused(0)
          : result(Status.BUFFER_OVERFLOW, connection.status(), 0, 0);
    }
    inBuffer = grown(inBuffer, record);
    src.get(inBuffer, 0, record);
    long before = dsts.remaining();
    connection.receive(inBuffer, record, dsts::put);
    if (connection.failure() != null) {
      return refused(record);
    }
    if (connection.takeFinished()) {
      return result(Status.OK, HandshakeStatus.FINISHED, record, 0);
    }
    Status status = connection.isInputClosed() ? Status.CLOSED : Status.OK;
    return result(status, connection.status(), record, (int) (before - dsts.remaining()));
  }

  private boolean fits(ByteBuffer src, Buffers dsts) {
    byte[] header = new byte[Records.HEADER_LENGTH];
    src.get(src.position(), header);
    try {
      return connection.plaintextLimit(header) <= dsts.remaining();
    } catch (SSLException e) {
      connection.fail(null, e);
      return false;
    }
  }

  /** The alert first: so the first refusal asks for a wrap, where there is something to wrap. */
  private SSLEngineResult refused(int consumed) throws SSLException {
    if (connection.pending() > 0 && !refusalShown) {
      refusalShown = true;
      return result(Status.OK, HandshakeStatus.NEED_WRAP, consumed, 0);
    }
    forget();
    throw connection.thrown();
  }

  private static byte[] grown(byte[] buffer, int length) {
    if (buffer.length >= length) {
      return buffer;
    }
    return new byte[length > 1024 ? Records.MAX_RECORD : 1024];
  }

  private static SSLEngineResult result(
      Status status, HandshakeStatus handshake, int consumed, int produced) {
    return new SSLEngineResult(status, handshake, consumed, produced);
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
      forget();
      if (truncated) {
        throw new SSLException("closing inbound before receiving peer's close_notify");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isInboundDone() {
    return locked(connection::isInputClosed);
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

  /** The peer may no longer be connected: its key agreement said so. */
  void revoke() {
    Runnable hook =
        locked(
            () -> {
              if (!connection.isOpen() || peer == null) {
                return null;
              }
              endRevoked(peer);
              return revocationHook;
            });
    if (hook != null) {
      hook.run();
    }
  }

  private void endRevoked(PskPrincipal revoked) {
    connection.fail(
        Alert.ACCESS_DENIED,
        new SSLException(
            "the connection to "
                + revoked.getName()
                + " was ended: this peer was revoked and may not be connected any more"));
    forget();
  }

  /** What ended the connection; null while nothing has. */
  @Nullable SSLException failure() {
    return locked(connection::failure);
  }

  private void forget() {
    if (peer != null) {
      context().connections().remove(peer.getName(), this);
    }
    if (session instanceof PskSession known) {
      context().sessions(requireMode()).remove(known);
    }
  }

  // ---- what was negotiated

  @Override
  public SSLSession getSession() {
    return locked(() -> session);
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return locked(() -> handshakeSession);
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

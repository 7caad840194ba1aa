package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.PlaintextSink;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.TlsConnection;
import org.dpk.psk.internal.tls.TlsOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one connection: SNIFF, AGREE, TLS, CLOSED. No I/O; guarded by its engine's
 * lock, but for the delegated task, during which nothing else touches the handshake.
 */
final class Connection {

  /** Whether a close_notify of the peer is answered at once in TLS 1.3, too; the JDK's name. */
  static final String ACKNOWLEDGE_PROPERTY = "jdk.tls.acknowledgeCloseNotify";

  /** Told what becomes of the connection, under the lock. */
  interface Listener {

    /** The handshake is complete, and data may go both ways. */
    void opened(TlsOutcome outcome, PskPrincipal peer, byte[] sessionId);

    /** Neither direction is open any more; called once, whether or not it ever was. */
    void ended();

    /**
     * The client does not speak to this module: another engine has its hello, and goes on.
     *
     * @param deadline of the handshake, of {@link System#nanoTime}
     * @param closed whether the application has closed the connection meanwhile
     */
    void handedOver(SSLEngine to, long deadline, boolean closed);
  }

  private final Outbox outbox = new Outbox();
  private final Listener listener;
  private @Nullable Handshake handshake;
  private @Nullable TlsConnection tls;
  private @Nullable Task task;
  private boolean taskTaken;
  private boolean wrapDue;
  private boolean finishedDue;
  private boolean begun;
  private boolean opened;
  private boolean inputClosed;
  private boolean outputClosed;
  private boolean closeWanted;
  private boolean ended;
  private long deadline;
  private @Nullable SSLException failure;
  private boolean failureThrown;

  Connection(Listener listener) {
    this.listener = listener;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Whether the handshake is complete and the connection has not failed. */
  boolean isOpen() {
    return opened && failure == null;
  }

  void begin(boolean client, HandshakeScope scope) {
    begun = true;
    deadline = System.nanoTime() + scope.context().handshakeTimeout().toNanos();
    handshake = client ? new ClientHandshake(scope, outbox) : new ServerHandshake(scope, outbox);
    task = handshake.begin();
    wrapDue = task != null;
  }

  /**
   * As the JDK's engine, a client's begins with NEED_WRAP; that there is a task shows when the
   * application has called. Kafka's clients wait for ever where a handshake begins with a task.
   */
  void called() {
    wrapDue = false;
  }

  HandshakeStatus status() {
    if (failure != null) {
      boolean over = failureThrown && pending() == 0;
      return over ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_WRAP;
    }
    if (task != null) {
      return wrapDue ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NEED_TASK;
    }
    if (pending() > 0) {
      return HandshakeStatus.NEED_WRAP;
    }
    return handshake != null ? HandshakeStatus.NEED_UNWRAP : HandshakeStatus.NOT_HANDSHAKING;
  }

  boolean isHandshaking() {
    return handshake != null;
  }

  /** Whether a handshake's own bytes go first. */
  boolean mustSendFirst() {
    return pending() > 0 && (handshake != null || finishedDue);
  }

  /** Whether FINISHED is to be reported by the current call; true once. */
  boolean takeFinished() {
    if (!finishedDue || pending() > 0) {
      return false;
    }
    finishedDue = false;
    return true;
  }

  // ---- failure

  @Nullable SSLException failure() {
    return failure;
  }

  /** To be thrown, now and ever after. */
  SSLException thrown() {
    failureThrown = true;
    return Objects.requireNonNull(failure);
  }

  /**
   * Ends the connection.
   *
   * @param alert for the peer; null where TLS has said it already
   */
  void fail(@Nullable Alert alert, SSLException reason) {
    if (failure != null) {
      return;
    }
    failure = reason;
    if (reason instanceof AgreementException refusal && refusal.lastMessage() != null) {
      outbox.add(AgreementFrame.records(refusal.lastMessage()));
    }
    if (alert != null && (handshake == null || !handshake.isSilent())) {
      sendAlert(alert, reason);
    }
    end();
  }

  private void sendAlert(Alert alert, SSLException reason) {
    TlsConnection speaking = speaking();
    if (speaking == null) {
      outbox.add(alert.record());
      return;
    }
    try {
      speaking.abort(alert, String.valueOf(reason.getMessage()));
    } catch (SSLException e) {
      reason.addSuppressed(e);
    }
  }

  private void end() {
    inputClosed = true;
    outputClosed = true;
    finishedDue = false;
    task = null;
    if (handshake != null) {
      handshake.close();
    }
    noticeEnd();
  }

  private void noticeEnd() {
    if (inputClosed && outputClosed && !ended) {
      ended = true;
      listener.ended();
    }
  }

  /** Fails where the handshake has taken too long. */
  void checkDeadline() {
    if (handshake != null && task == null && System.nanoTime() - deadline > 0) {
      fail(Alert.USER_CANCELED, HandshakeTimeout.over());
    }
  }

  /** What is left for the handshake, in nanoseconds; may be negative. */
  long remainingNanos() {
    return deadline - System.nanoTime();
  }

  // ---- output

  private @Nullable TlsConnection speaking() {
    if (tls != null) {
      return tls;
    }
    return handshake == null || task != null ? null : handshake.tls();
  }

  /** How many bytes wait to be sent. */
  int pending() {
    if (task != null) {
      return 0; // the task owns what there is
    }
    TlsConnection speaking = speaking();
    return outbox.pending() + (speaking == null ? 0 : speaking.pending());
  }

  int drain(ByteBuffer to) {
    int moved = outbox.drain(to);
    TlsConnection speaking = speaking();
    if (outbox.pending() == 0 && speaking != null) {
      moved += speaking.drain(to);
    }
    return moved;
  }

  boolean isOutputDone() {
    return outputClosed && pending() == 0;
  }

  boolean isOutputClosed() {
    return outputClosed;
  }

  /** Seals application data into one record, which goes to a buffer; what that says. */
  int write(byte[] buffer, int offset, int length, ByteBuffer to) {
    int[] produced = new int[1];
    guard(() -> produced[0] = requireTls().write(buffer, offset, length, to));
    return produced[0];
  }

  int sealedLength(int length) throws SSLException {
    return requireTls().sealedLength(length);
  }

  void closeOutput() {
    if (outputClosed) {
      return;
    }
    if (task != null) {
      closeWanted = true;
      return;
    }
    outputClosed = true;
    if (tls != null) {
      guard(requireTls()::closeOutput);
    } else {
      cancel();
    }
    noticeEnd();
  }

  /** In the middle of a handshake, or before it. */
  private void cancel() {
    inputClosed = true;
    if (handshake == null) {
      begun = true;
      return;
    }
    TlsConnection speaking = handshake.tls();
    if (speaking == null) {
      outbox.add(Alert.USER_CANCELED.record());
    } else {
      guard(speaking::closeOutput);
    }
    handshake.close();
    tls = speaking;
    handshake = null;
  }

  void updateKeys() throws SSLException {
    TlsOutcome outcome = requireTls().outcome();
    if (outcome == null || outcome.suite().protocol() != Protocol.TLS_1_3) {
      throw new SSLException("renegotiation is not supported");
    }
    guard(requireTls()::updateKeys);
  }

  private TlsConnection requireTls() {
    return Objects.requireNonNull(tls);
  }

  // ---- input

  boolean isInputClosed() {
    return inputClosed;
  }

  /**
   * Whether nothing more is to be had from the peer, nor about it: where the connection has failed,
   * the reason is still to come. An event loop that looks at this between two calls (Apache's)
   * would put a reason of its own in its place.
   */
  boolean isInputDone() {
    return inputClosed && (failure == null || failureThrown);
  }

  /** Whether the peer has said that it is done. */
  boolean isCloseNotified() {
    return tls != null && tls.isInputClosed();
  }

  void closeInput() {
    inputClosed = true;
    if (handshake != null) {
      closeOutput();
    }
    noticeEnd();
  }

  /** Whether {@link #receive} leaves its buffer as it is. */
  boolean leavesInput() {
    return handshake == null && tls != null && tls.leavesInput();
  }

  /** The most that a record can hold; fails where it can't be one. */
  int plaintextLimit(byte[] header) {
    int[] limit = new int[1];
    guard(() -> limit[0] = requireTls().plaintextLimit(header));
    return limit[0];
  }

  /** Takes one record; what it leads to shows in {@link #status()}. */
  void receive(byte[] buffer, int offset, int length, PlaintextSink sink) {
    Handshake current = handshake;
    if (current == null) {
      guard(() -> requireTls().receive(buffer, offset, length, sink));
      noticeClose();
      return;
    }
    guard(
        () -> {
          task = current.receive(buffer, length);
          noticeCompletion();
        });
  }

  private void noticeClose() {
    if (failure != null || !requireTls().isInputClosed()) {
      return;
    }
    inputClosed = true;
    if (acknowledgesClose()) {
      closeOutput();
    }
    noticeEnd();
  }

  /** As the JDK: TLS 1.2 closes both directions, TLS 1.3 each by itself (RFC 8446 §6.1). */
  private boolean acknowledgesClose() {
    TlsOutcome outcome = requireTls().outcome();
    return outcome == null
        || outcome.suite().protocol() != Protocol.TLS_1_3
        || Boolean.getBoolean(ACKNOWLEDGE_PROPERTY);
  }

  private void noticeCompletion() throws FatalAlert {
    Handshake current = handshake;
    TlsConnection connection = current == null ? null : current.tls();
    TlsOutcome outcome = connection == null ? null : connection.outcome();
    if (current == null || connection == null || outcome == null) {
      return;
    }
    PskPrincipal peer = current.peer();
    if (peer == null) {
      throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "a handshake without a peer");
    }
    current.completed();
    current.close();
    handshake = null;
    tls = connection;
    opened = true;
    finishedDue = true;
    listener.opened(outcome, peer, current.sessionId());
  }

  private void guard(Task action) {
    settle(Attempt.at(action));
  }

  private void settle(Attempt attempt) {
    if (attempt.reason() != null) {
      fail(attempt.alert(), attempt.reason());
    }
  }

  // ---- the delegated task

  /** The task, once; null where there is none or somebody has it already. */
  @Nullable Task takeTask() {
    if (task == null || taskTaken) {
      return null;
    }
    taskTaken = true;
    wrapDue = false;
    return task;
  }

  /** What a task has come to, which ran without the lock. */
  void finish(Attempt outcome) {
    SSLEngine successor = handshake == null ? null : handshake.handedOver();
    if (successor != null && outcome.reason() == null) {
      handOver(successor);
      return;
    }
    task = null;
    taskTaken = false;
    settle(outcome);
    if (failure != null) {
      return;
    }
    guard(this::noticeCompletion);
    if (closeWanted) {
      closeOutput();
    }
  }

  /** The task stays: to a call that comes late, this looks as it did before the end of the task. */
  private void handOver(SSLEngine successor) {
    Objects.requireNonNull(handshake).close();
    listener.handedOver(successor, deadline, closeWanted);
  }

  /** The length of the record that a buffer begins with; 0 if its header is not complete. */
  int recordLength(ByteBuffer from) {
    int[] length = new int[1];
    guard(() -> length[0] = Records.length(from));
    return length[0];
  }
}

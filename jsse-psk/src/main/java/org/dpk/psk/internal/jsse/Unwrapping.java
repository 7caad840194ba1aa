package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.dpk.psk.internal.preface.Records;

/** The way into an engine: one record at a time. Guarded by the engine's lock. */
final class Unwrapping {

  private final Connection connection;
  private byte[] record = new byte[0];
  private boolean refused;

  Unwrapping(Connection connection) {
    this.connection = connection;
  }

  SSLEngineResult unwrap(ByteBuffer src, Buffers dsts) throws SSLException {
    if (connection.failure() != null) {
      return refuse(0);
    }
    if (connection.takeFinished()) {
      return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
    }
    if (connection.isInputClosed()) {
      return result(Status.CLOSED, 0, 0);
    }
    if (connection.status() == HandshakeStatus.NEED_TASK || connection.mustSendFirst()) {
      return result(Status.OK, 0, 0);
    }
    int length = connection.recordLength(src);
    if (connection.failure() != null) {
      return refuse(0);
    }
    if (length == 0 || src.remaining() < length) {
      return result(Status.BUFFER_UNDERFLOW, 0, 0);
    }
    return open(src, length, dsts);
  }

  private SSLEngineResult open(ByteBuffer src, int length, Buffers dsts) throws SSLException {
    boolean fits = !connection.isOpen() || fits(src, dsts);
    if (connection.failure() != null) {
      return refuse(0);
    }
    if (!fits) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    long before = dsts.remaining();
    receive(src, length, dsts);
    if (connection.failure() != null) {
      return refuse(length);
    }
    if (connection.takeFinished()) {
      return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, length, 0);
    }
    Status status = connection.isInputClosed() ? Status.CLOSED : Status.OK;
    return result(status, length, (int) (before - dsts.remaining()));
  }

  private void receive(ByteBuffer src, int length, Buffers dsts) {
    if (src.hasArray() && connection.leavesInput()) {
      int offset = src.arrayOffset() + src.position();
      src.position(src.position() + length);
      connection.receive(src.array(), offset, length, dsts::put);
      return;
    }
    // what is opened in place, or in a task, is not to be the application's buffer
    record = Buffers.atLeast(record, length);
    src.get(record, 0, length);
    connection.receive(record, 0, length, dsts::put);
  }

  private boolean fits(ByteBuffer src, Buffers dsts) {
    byte[] header = new byte[Records.HEADER_LENGTH];
    src.get(src.position(), header);
    return connection.plaintextLimit(header) <= dsts.remaining();
  }

  /** The alert first: the first refusal asks for a wrap, where there is something to wrap. */
  private SSLEngineResult refuse(int consumed) throws SSLException {
    if (connection.pending() > 0 && !refused) {
      refused = true;
      return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, consumed, 0);
    }
    throw connection.thrown();
  }

  private SSLEngineResult result(Status status, int consumed, int produced) {
    return new SSLEngineResult(status, connection.status(), consumed, produced);
  }
}

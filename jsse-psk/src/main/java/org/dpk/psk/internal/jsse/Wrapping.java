package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.dpk.psk.internal.preface.Records;

/** The way out of an engine. Guarded by the engine's lock. */
final class Wrapping {

  /** Header, tag, inner content type, and the explicit nonce of TLS 1.2. */
  private static final int OVERHEAD = Records.HEADER_LENGTH + 16 + 1 + 8;

  private final Connection connection;
  private byte[] plain = new byte[0];

  Wrapping(Connection connection) {
    this.connection = connection;
  }

  /**
   * What waits to be sent, else a record of application data.
   *
   * @param packetLimit the longest record in bytes; what no record fits into counts as none
   */
  SSLEngineResult wrap(Buffers srcs, ByteBuffer dst, int packetLimit) throws SSLException {
    if (connection.pending() > 0) {
      return drain(0, dst);
    }
    if (connection.failure() != null) {
      throw connection.thrown();
    }
    if (connection.takeFinished()) {
      return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
    }
    if (connection.isOutputClosed()) {
      return result(Status.CLOSED, 0, 0);
    }
    if (connection.status() != HandshakeStatus.NOT_HANDSHAKING || !connection.isOpen()) {
      return result(Status.OK, 0, 0);
    }
    return seal(srcs, dst, packetLimit);
  }

  private SSLEngineResult seal(Buffers srcs, ByteBuffer dst, int packetLimit) throws SSLException {
    int length = (int) Math.min(srcs.remaining(), fragmentLimit(packetLimit));
    if (length == 0) {
      return result(Status.OK, 0, 0);
    }
    if (dst.remaining() < connection.sealedLength(length)) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    int produced = write(srcs, length, dst);
    if (connection.failure() != null) {
      throw connection.thrown();
    }
    return result(Status.OK, length, produced);
  }

  private int write(Buffers srcs, int length, ByteBuffer dst) {
    ByteBuffer whole = srcs.takeArray(length);
    if (whole != null) {
      return connection.write(whole.array(), whole.arrayOffset() + whole.position(), length, dst);
    }
    plain = Buffers.atLeast(plain, length);
    srcs.get(plain, length);
    return connection.write(plain, 0, length, dst);
  }

  private static int fragmentLimit(int packetLimit) {
    return packetLimit <= OVERHEAD
        ? Records.MAX_FRAGMENT
        : Math.min(packetLimit - OVERHEAD, Records.MAX_FRAGMENT);
  }

  private SSLEngineResult drain(int consumed, ByteBuffer dst) {
    int produced = connection.drain(dst);
    if (produced == 0) {
      return result(Status.BUFFER_OVERFLOW, consumed, 0);
    }
    if (connection.takeFinished()) {
      return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, consumed, produced);
    }
    boolean closed = connection.isOutputDone() && connection.failure() == null;
    return result(closed ? Status.CLOSED : Status.OK, consumed, produced);
  }

  private SSLEngineResult result(Status status, int consumed, int produced) {
    return new SSLEngineResult(status, connection.status(), consumed, produced);
  }
}

package org.dpk.psk.bctls;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.HandshakeAssembler;
import org.dpk.psk.internal.preface.Records;

/**
 * Reads unprotected handshake messages off a socket, one record at a time and never a byte beyond,
 * until a deadline.
 */
final class HandshakeLine {

  /** The peer sent an alert. */
  static final class AlertException extends SSLHandshakeException {

    private static final long serialVersionUID = 1L;

    AlertException(int description) {
      super("the peer refused with the TLS alert " + description);
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final long deadline;

  HandshakeLine(Socket socket, Duration limit) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /**
   * The next handshake message, with its header.
   *
   * @throws FatalAlert if the peer sent something else
   * @throws AlertException if the peer sent an alert
   * @throws SocketTimeoutException if the deadline is over
   */
  byte[] read() throws IOException, FatalAlert {
    HandshakeAssembler assembler = new HandshakeAssembler();
    while (true) {
      byte[] record = readRecord();
      requireHandshake(record);
      int header = Records.HEADER_LENGTH;
      byte[] message = assembler.add(record, header, record.length - header);
      if (message != null) {
        return message;
      }
    }
  }

  private byte[] readRecord() throws IOException, FatalAlert {
    byte[] header = new byte[Records.HEADER_LENGTH];
    fill(header, 0);
    byte[] record = Arrays.copyOf(header, Records.length(ByteBuffer.wrap(header)));
    fill(record, header.length);
    return record;
  }

  private void fill(byte[] bytes, int from) throws IOException {
    for (int at = from; at < bytes.length; ) {
      socket.setSoTimeout(remainingMillis());
      int read = in.read(bytes, at, bytes.length - at);
      if (read < 0) {
        throw new EOFException("the peer closed the connection while a key was agreed on");
      }
      at += read;
    }
  }

  private int remainingMillis() throws SocketTimeoutException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the peer took too long to agree on a key");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private static void requireHandshake(byte[] record) throws SSLException, FatalAlert {
    if (record[0] == Records.ALERT && record.length == Records.HEADER_LENGTH + 2) {
      throw new AlertException(record[Records.HEADER_LENGTH + 1] & 0xFF);
    }
    if (record[0] != Records.HANDSHAKE) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE,
          "the peer sent a record of type " + record[0] + " while a key was agreed on");
    }
  }
}

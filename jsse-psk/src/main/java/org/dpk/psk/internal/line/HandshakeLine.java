package org.dpk.psk.internal.line;

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
 * until a deadline. Belongs to one thread.
 */
public final class HandshakeLine {

  /** The peer sent an alert. */
  public static final class AlertException extends SSLHandshakeException {

    private static final long serialVersionUID = 1L;

    AlertException(int description) {
      super("the peer refused with the TLS alert " + description);
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final long end;
  private final Duration patience;
  private long deadline;

  /**
   * @param limit for all messages together
   */
  public HandshakeLine(Socket socket, Duration limit) throws IOException {
    this(socket, limit, limit);
  }

  /**
   * @param limit for all messages together
   * @param patience for each message
   */
  public HandshakeLine(Socket socket, Duration limit, Duration patience) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.end = System.nanoTime() + limit.toNanos();
    this.patience = patience;
    this.deadline = end;
  }

  /**
   * The next handshake message, with its header; at most 4 bytes and 64 KiB.
   *
   * @throws FatalAlert if the peer sent something else
   * @throws AlertException if the peer sent an alert
   * @throws SocketTimeoutException if the deadline is over
   */
  public byte[] read() throws IOException, FatalAlert {
    waitNoLongerThan(patience);
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
    int length = Records.length(ByteBuffer.wrap(header));
    if (length > Records.HEADER_LENGTH + Records.MAX_FRAGMENT) {
      // RFC 8446 §5.1: 2^14 bytes of plaintext, and only protected records have more
      throw FatalAlert.protocol(
          Alert.RECORD_OVERFLOW, "the peer announced a plain record of " + length + " bytes");
    }
    byte[] record = Arrays.copyOf(header, length);
    fill(record, header.length);
    return record;
  }

  private void fill(byte[] bytes, int from) throws IOException {
    for (int at = from; at < bytes.length; ) {
      int read = read(bytes, at);
      if (read < 0) {
        throw new EOFException("the peer closed the connection while a key was agreed on");
      }
      at += read;
    }
  }

  private int read(byte[] bytes, int at) throws IOException {
    socket.setSoTimeout(remainingMillis());
    try {
      return in.read(bytes, at, bytes.length - at);
    } catch (SocketTimeoutException e) {
      throw tooLong();
    }
  }

  /**
   * Reads what may still come until the peer closes, so that closing this end takes no alert away
   * that is on its way: bytes that nobody read make a TCP close a reset.
   *
   * @param longest how long it waits, within the limit of all messages
   * @param most how many bytes are read
   */
  public void drain(Duration longest, int most) throws IOException {
    waitNoLongerThan(longest);
    byte[] scrap = new byte[1024];
    for (int left = most; left > 0; ) {
      int read = read(scrap, 0);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  private void waitNoLongerThan(Duration longest) {
    long now = System.nanoTime();
    deadline = now + Math.min(longest.toNanos(), end - now);
  }

  private int remainingMillis() throws SocketTimeoutException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw tooLong();
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private static SocketTimeoutException tooLong() {
    return new SocketTimeoutException("the peer took too long to agree on a key");
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

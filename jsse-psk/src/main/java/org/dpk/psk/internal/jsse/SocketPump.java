package org.dpk.psk.internal.jsse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.dpk.psk.internal.preface.Records;
import org.jspecify.annotations.Nullable;

/**
 * Moves records between an engine and a socket, blocking.
 *
 * <p>One thread may read while another one writes; nobody waits for the network while it holds the
 * engine's lock.
 */
final class SocketPump {

  /** Whether an end without close_notify is an error; the JDK's name and default. */
  static final String REQUIRE_CLOSE_NOTIFY = "com.sun.net.ssl.requireCloseNotify";

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PskEngine engine;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ReentrantLock handshakeLock = new ReentrantLock();
  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock writeLock = new ReentrantLock();

  /** Received and not unwrapped, ready to be read; guarded by readLock. */
  private ByteBuffer netIn = ByteBuffer.allocate(Records.MAX_RECORD).limit(0);

  /** Unwrapped and not read, ready to be read; guarded by readLock. */
  private ByteBuffer plain = NOTHING;

  /** Guarded by writeLock. */
  private ByteBuffer netOut = ByteBuffer.allocate(Records.MAX_RECORD);

  /** Whether the last flight of the handshake was the last thing sent; guarded by writeLock. */
  private boolean behindHandshake;

  private volatile int soTimeout;

  SocketPump(PskEngine engine, Socket socket, InputStream in, OutputStream out)
      throws SocketException {
    this.engine = engine;
    this.socket = socket;
    this.in = in;
    this.out = out;
    this.soTimeout = socket.getSoTimeout();
  }

  void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
    soTimeout = millis;
  }

  // ---- the handshake

  /**
   * @return whether this call has completed it
   */
  boolean handshake() throws IOException {
    if (engine.isOpen()) {
      return false;
    }
    handshakeLock.lock();
    try {
      return runHandshake();
    } finally {
      handshakeLock.unlock();
    }
  }

  private boolean runHandshake() throws IOException {
    if (engine.isOpen()) {
      return false;
    }
    engine.beginHandshake();
    while (!engine.isOpen() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> flushHandshake();
        case NEED_UNWRAP -> receiveHandshake();
        default -> throw closed();
      }
    }
    return true;
  }

  private void flushHandshake() throws IOException {
    writeLock.lock();
    try {
      flushAll();
      behindHandshake = engine.isOpen() && engine.getUseClientMode();
    } finally {
      writeLock.unlock();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void receiveHandshake() throws IOException {
    readLock.lock();
    try {
      if (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
        return; // a reader was here
      }
      SSLEngineResult result = engine.unwrap(netIn, NOTHING);
      if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
        fillInTime();
      } else if (result.getStatus() == Status.CLOSED) {
        throw closed();
      }
    } finally {
      readLock.unlock();
    }
  }

  /** The handshake has a deadline; the application's own timeout holds as well. */
  private void fillInTime() throws IOException {
    Long left = engine.remainingNanos();
    int own = soTimeout;
    int millis = left == null ? own : millis(left);
    boolean ownFirst = own > 0 && own <= millis;
    socket.setSoTimeout(ownFirst ? own : millis);
    try {
      fill();
    } catch (SocketTimeoutException e) {
      if (ownFirst) {
        throw e;
      }
      // else the engine finds that its deadline is over, at the next turn
    } finally {
      restoreTimeout();
    }
  }

  /** At least one: zero would mean for ever. */
  private static int millis(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }

  private void restoreTimeout() throws SocketException {
    if (!socket.isClosed()) {
      socket.setSoTimeout(soTimeout);
    }
  }

  // ---- in

  /** Bytes that can be read without waiting: none while another thread reads. */
  int available() {
    if (!readLock.tryLock()) {
      return 0;
    }
    try {
      return plain.remaining();
    } finally {
      readLock.unlock();
    }
  }

  /** As {@link InputStream#read(byte[], int, int)}; the handshake is complete. */
  int read(byte[] buffer, int offset, int length) throws IOException {
    readLock.lock();
    try {
      while (!plain.hasRemaining()) {
        if (!receive()) {
          return -1;
        }
      }
      int some = Math.min(length, plain.remaining());
      plain.get(buffer, offset, some);
      return some;
    } finally {
      readLock.unlock();
    }
  }

  /** Unwraps one record, or waits for its bytes; false at the end. */
  private boolean receive() throws IOException {
    plain.clear();
    SSLEngineResult result;
    try {
      result = engine.unwrap(netIn, plain);
    } finally {
      plain.flip();
    }
    runTasks(); // ordinary TLS 1.2 has renegotiation
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      answer();
    }
    return switch (result.getStatus()) {
      case OK -> true;
      case CLOSED -> false;
      case BUFFER_UNDERFLOW -> fill() || endWithoutNotice();
      case BUFFER_OVERFLOW -> {
        plain = longer(plain, engine.getSession().getApplicationBufferSize()).limit(0);
        yield true;
      }
    };
  }

  /** A buffer that holds what an engine asks for. */
  private static ByteBuffer longer(ByteBuffer given, int length) throws SSLException {
    if (length <= given.capacity()) {
      throw new SSLProtocolException("a record that is too long");
    }
    return ByteBuffer.allocate(length);
  }

  private boolean fill() throws IOException {
    netIn.compact();
    try {
      if (!netIn.hasRemaining()) {
        netIn = longer(netIn, engine.getSession().getPacketBufferSize()).put(netIn.flip());
      }
      int some = in.read(netIn.array(), netIn.position(), netIn.remaining());
      if (some < 0) {
        atEnd();
        return false;
      }
      netIn.position(netIn.position() + some);
      return true;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw engine.failure() == null ? e : engine.failure();
    } finally {
      netIn.flip();
    }
  }

  /** TCP has ended: where that can't be right, say so. */
  private void atEnd() throws IOException {
    if (engine.failure() != null) {
      throw engine.failure();
    }
    if (!engine.isOpen()) {
      throw caused(new SSLHandshakeException("Remote host terminated the handshake"));
    }
    if (netIn.position() > 0) {
      throw caused(new SSLProtocolException("Remote host ended the connection within a record"));
    }
  }

  private static SSLException caused(SSLException exception) {
    exception.initCause(new EOFException("SSL peer shut down incorrectly"));
    return exception;
  }

  private boolean endWithoutNotice() throws SSLException {
    if (Boolean.getBoolean(REQUIRE_CLOSE_NOTIFY)) {
      throw caused(
          new SSLProtocolException(
              "Remote host terminated the connection without close_notify: data may be missing"));
    }
    return false;
  }

  // ---- out

  /** As {@link OutputStream#write(byte[], int, int)}; the handshake is complete. */
  void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
    writeLock.lock();
    try {
      while (source.hasRemaining()) {
        SSLEngineResult result = wrap(source);
        if (result.getStatus() == Status.CLOSED) {
          throw closed();
        }
        runTasks(); // of a renegotiation, which hold up data
      }
    } finally {
      writeLock.unlock();
    }
  }

  /** Sends what the engine has to say by itself. */
  void flush() throws IOException {
    writeLock.lock();
    try {
      flushAll();
    } finally {
      writeLock.unlock();
    }
  }

  private void flushAll() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      SSLEngineResult result = wrap(NOTHING);
      boolean stuck = result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
      if (stuck && result.bytesProduced() == 0 && result.getStatus() != Status.BUFFER_OVERFLOW) {
        return;
      }
    }
  }

  /** As {@link #flush}, for a reader: it leaves that to a writer, who may be stuck. */
  private void answer() throws IOException {
    if (writeLock.tryLock()) {
      try {
        flush();
      } finally {
        writeLock.unlock();
      }
    }
  }

  /** Wraps once and sends it. */
  private SSLEngineResult wrap(ByteBuffer source) throws IOException {
    netOut.clear();
    SSLEngineResult result = engine.wrap(source, netOut);
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      netOut = longer(netOut, engine.getSession().getPacketBufferSize());
    }
    if (netOut.position() > 0) {
      send();
    }
    return result;
  }

  private void send() throws IOException {
    boolean atOnce = behindHandshake && switchDelayOff();
    behindHandshake = false;
    try {
      out.write(netOut.array(), 0, netOut.position());
      out.flush();
      if (atOnce) {
        socket.setTcpNoDelay(false);
      }
    } catch (IOException e) {
      throw engine.failure() == null ? e : engine.failure();
    }
  }

  /**
   * A server has nothing to say to a client's Finished, and its TCP puts off the acknowledgement
   * (RFC 1122 §4.2.3.2). So that the data behind it does not wait for that (§4.2.3.4), it is sent
   * without delay, whatever the application wants of the data that follows.
   *
   * @return false where nothing delays it, or this is no TCP that could be asked
   */
  private boolean switchDelayOff() {
    try {
      boolean delays = !socket.getTcpNoDelay();
      if (delays) {
        socket.setTcpNoDelay(true);
      }
      return delays;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Says close_notify, unless somebody is stuck in the middle of a write. */
  void closeOutput() throws IOException {
    engine.closeOutbound();
    if (!writeLock.tryLock()) {
      return;
    }
    try {
      flush();
    } finally {
      writeLock.unlock();
    }
  }

  /** Says what ended the connection, as far as that goes without waiting for another writer. */
  void sendLastAlert() {
    if (!writeLock.tryLock()) {
      return;
    }
    try {
      flushAll();
    } catch (IOException e) {
      // the connection ends anyway, and the engine knows why
    } finally {
      writeLock.unlock();
    }
  }

  private IOException closed() {
    @Nullable SSLException failure = engine.failure();
    return failure != null ? failure : new SocketException("the connection is closed");
  }
}

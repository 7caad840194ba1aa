package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client and a server socket over loopback, and threads for what blocks. */
final class SocketPair implements AutoCloseable {

  static final long PATIENCE_SECONDS = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerSocket listening;
  SSLSocket client;
  SSLSocket server;

  /** The end that speaks no TLS; null where both do. */
  @Nullable Socket plain;

  /** What the client is layered over; null where it is not. */
  @Nullable Socket lowerOfClient;

  private SocketPair() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  SocketPair(SSLContext clientContext, SSLContext serverContext) throws Exception {
    listening =
        serverContext
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Future<Socket> accepted = run(listening::accept);
    client = (SSLSocket) clientContext.getSocketFactory().createSocket("localhost", port());
    server = (SSLSocket) get(accepted);
  }

  /** The client is layered, and its socket stays open when it closes. */
  static SocketPair overPlainSockets(SSLContext clientContext, SSLContext serverContext)
      throws Exception {
    SocketPair pair = ofPlainClient(serverContext);
    pair.lowerOfClient = pair.plain;
    pair.client =
        (SSLSocket)
            clientContext
                .getSocketFactory()
                .createSocket(pair.plain, "localhost", pair.port(), false);
    return pair;
  }

  static SocketPair ofPlainClient(SSLContext serverContext) throws Exception {
    SocketPair pair = new SocketPair();
    Future<Socket> accepted = pair.run(pair.listening::accept);
    pair.plain = new Socket(InetAddress.getLoopbackAddress(), pair.port());
    pair.server =
        (SSLSocket) serverContext.getSocketFactory().createSocket(get(accepted), null, true);
    return pair;
  }

  static SocketPair ofPlainServer(SSLContext clientContext) throws Exception {
    SocketPair pair = new SocketPair();
    Future<Socket> accepted = pair.run(pair.listening::accept);
    pair.client =
        (SSLSocket) clientContext.getSocketFactory().createSocket("localhost", pair.port());
    pair.plain = get(accepted);
    return pair;
  }

  private int port() {
    return listening.getLocalPort();
  }

  <T> Future<T> run(Callable<T> action) {
    return threads.submit(action);
  }

  Future<?> handshakeOfServer() {
    return run(
        () -> {
          server.startHandshake();
          return null;
        });
  }

  Future<?> write(Socket to, byte[] data) {
    return run(
        () -> {
          to.getOutputStream().write(data);
          return null;
        });
  }

  /** A thread that waits in a read. */
  Future<Integer> reading(Socket from) {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Future<Integer> reader =
        run(
            () -> {
              thread.set(Thread.currentThread());
              return from.getInputStream().read();
            });
    await(() -> thread.get() != null && isInNativeRead(thread.get()));
    return reader;
  }

  private static boolean isInNativeRead(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && (stack[0].isNativeMethod() || stack[0].getMethodName().equals("park"));
  }

  void awaitBytesAtServer() {
    Socket lower = ((PskSocket) server).lower();
    await(
        () -> {
          try {
            return lower.getInputStream().available() > 0;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Until a writer of more than any buffer holds has made no progress for a while. */
  void awaitStuckWriter(Future<?> writer) {
    AtomicReference<Integer> last = new AtomicReference<>(-1);
    long[] since = {System.nanoTime()};
    await(
        () -> {
          int waiting = available(((PskSocket) (plain == null ? otherEnd() : client)).lower());
          if (waiting != last.get()) {
            last.set(waiting);
            since[0] = System.nanoTime();
          }
          return waiting > 0 && System.nanoTime() - since[0] > TimeUnit.MILLISECONDS.toNanos(300);
        });
    if (writer.isDone()) {
      throw new AssertionError("the writer is not stuck");
    }
  }

  private SSLSocket otherEnd() {
    return available(((PskSocket) server).lower()) > 0 ? server : client;
  }

  private static int available(Socket socket) {
    try {
      return socket.getInputStream().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // the machine has others to serve
    }
  }

  SocketPair handshake() throws Exception {
    Future<?> other = handshakeOfServer();
    client.startHandshake();
    get(other);
    return this;
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** All threads end, or the test fails. */
  @Override
  public void close() throws IOException {
    for (Socket socket : new Socket[] {client, server, plain}) {
      if (socket != null) {
        socket.close();
      }
    }
    listening.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a thread is stuck after everything was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

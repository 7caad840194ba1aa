package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A client and a server socket over loopback, and threads for what blocks. */
final class SocketPair implements AutoCloseable {

  static final long PATIENCE_SECONDS = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SSLServerSocket listening;
  final SSLSocket client;
  final SSLSocket server;

  SocketPair(SSLContext clientContext, SSLContext serverContext) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    listening =
        (SSLServerSocket) serverContext.getServerSocketFactory().createServerSocket(0, 1, loopback);
    Future<SSLSocket> accepted = run(() -> (SSLSocket) listening.accept());
    client =
        (SSLSocket)
            clientContext.getSocketFactory().createSocket("localhost", listening.getLocalPort());
    server = get(accepted);
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
    client.close();
    server.close();
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

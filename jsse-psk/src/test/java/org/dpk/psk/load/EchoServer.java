package org.dpk.psk.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Answers each connection's first byte with the next one, and closes. */
final class EchoServer implements AutoCloseable {

  private static final int BACKLOG = 1000;

  private final SSLServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Connections that ended without a byte. */
  final AtomicInteger failed = new AtomicInteger();

  EchoServer(SSLContext context) throws IOException {
    listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket accepted = listening.accept();
        threads.execute(() -> answer(accepted));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket accepted) {
    try (accepted) {
      int first = accepted.getInputStream().read();
      accepted.getOutputStream().write(first + 1);
    } catch (IOException e) {
      failed.incrementAndGet();
    }
  }

  @Override
  public void close() throws Exception {
    listening.close();
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a connection is still open");
  }
}

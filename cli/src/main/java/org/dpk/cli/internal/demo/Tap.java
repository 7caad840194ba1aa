package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forwards a port of the loopback address to another and counts what passes: so that the demo need
 * not take DPK's word for what goes over the wire.
 */
final class Tap implements AutoCloseable {

  private static final int BUFFER = 16 * 1024;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int STOP_SECONDS = 5;

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object flow = new Object();
  private boolean held;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong agreementMessages = new AtomicLong();

  /**
   * What passed since the tap was opened, or between two such.
   *
   * @param connections that were made
   * @param sent bytes towards the target
   * @param received bytes from the target
   * @param agreementMessages handshake records of the key agreement (protocol.md "Transport": type
   *     0xE1), both ways; a first message travels inside a ClientHello and is not among them
   */
  record Traffic(long connections, long sent, long received, long agreementMessages) {

    Traffic since(Traffic earlier) {
      return new Traffic(
          connections - earlier.connections,
          sent - earlier.sent,
          received - earlier.received,
          agreementMessages - earlier.agreementMessages);
    }
  }

  private Tap(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "dpk-demo-tap");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Forwards a free port to a port of the loopback address. */
  static Tap of(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Tap tap =
        new Tap(new InetSocketAddress(loopback, targetPort), new ServerSocket(0, 50, loopback));
    tap.threads.execute(tap::accept);
    return tap;
  }

  int port() {
    return listener.getLocalPort();
  }

  Traffic traffic() {
    return new Traffic(connections.get(), sent.get(), received.get(), agreementMessages.get());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connections.incrementAndGet();
        connect(client);
      } catch (IOException e) {
        // the listener was closed, or a client was gone again at once: neither is the tap's affair
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
      threads.execute(() -> forward(client, server, sent));
      threads.execute(() -> forward(server, client, received));
    } catch (IOException | RejectedExecutionException e) {
      // the target is gone, or the tap is being closed: the client finds out by itself
      end(client);
      end(server);
    }
  }

  /** From now on nothing passes any more, and neither end notices. */
  void hold() {
    synchronized (flow) {
      held = true;
    }
  }

  private void awaitFlow() throws IOException {
    synchronized (flow) {
      while (held && !listener.isClosed()) {
        try {
          flow.wait();
        } catch (InterruptedException e) {
          throw new InterruptedIOException("the tap is closed");
        }
      }
    }
  }

  private void forward(Socket from, Socket to, AtomicLong counter) {
    TlsRecords records = new TlsRecords(agreementMessages::incrementAndGet);
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitFlow();
        counter.addAndGet(n);
        records.take(buffer, n);
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException e) {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket that can't be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (flow) {
      flow.notifyAll();
    }
    open.forEach(this::end);
    threads.shutdownNow();
    try {
      threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

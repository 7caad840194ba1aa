package org.dpk.psk.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dpk.psk.internal.preface.ClientHello;

/**
 * One port in front of several servers: passes each connection on to the one whose turn it is, and
 * keeps what clients sent.
 */
final class Balancer implements AutoCloseable {

  /** How a connection began (protocol.md "Transport"). */
  enum Beginning {
    AGREEMENT,
    CACHED_KEY,
    OTHER
  }

  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE = 22;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile int target;

  Balancer(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void turnTo(int port) {
    target = port;
  }

  /** How the connections began that were made so far, one for each. */
  List<Beginning> beginnings() {
    List<Beginning> all = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      all.add(beginning(sent(i)));
    }
    return all;
  }

  byte[] sent(int connection) {
    ByteArrayOutputStream one = sent.get(connection);
    synchronized (one) {
      return one.toByteArray();
    }
  }

  /** Whether a client sent a handshake record in clear after its ClientHello. */
  boolean saidMoreInClear(int connection) {
    byte[] bytes = sent(connection);
    return bytes[RECORD_HEADER + recordLength(bytes)] == HANDSHAKE;
  }

  /** The record that a client began with. */
  byte[] hello(int connection) {
    byte[] bytes = sent(connection);
    return Arrays.copyOf(bytes, RECORD_HEADER + recordLength(bytes));
  }

  private static int recordLength(byte[] bytes) {
    return (bytes[3] & 0xFF) << 8 | bytes[4] & 0xFF;
  }

  private static Beginning beginning(byte[] bytes) {
    byte[] message = Arrays.copyOfRange(bytes, RECORD_HEADER, RECORD_HEADER + recordLength(bytes));
    try {
      byte[] agreement = ClientHello.parse(message).agreement();
      if (agreement == null) {
        return Beginning.OTHER;
      }
      return agreement.length == 0 ? Beginning.CACHED_KEY : Beginning.AGREEMENT;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = keep(listener.accept());
        Socket server = keep(new Socket(InetAddress.getLoopbackAddress(), target));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        sent.add(copy);
        start(() -> pass(client, server, copy));
        start(() -> pass(server, client, new ByteArrayOutputStream()));
      } catch (IOException e) {
        // the listener was closed, or nobody is at the target
      }
    }
  }

  private Socket keep(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private static void pass(Socket from, Socket to, ByteArrayOutputStream copy) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (copy) {
          copy.write(buffer, 0, n);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one end closed: so does the other
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "balancer");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }
}

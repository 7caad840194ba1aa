package org.dpk.provider.internal.jsse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire with a tap: passes bytes on to a port, and keeps what clients sent, by connection. */
final class ByteTap implements AutoCloseable {

  private volatile int target;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  ByteTap(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Where new connections go from now on. */
  void turnTo(int port) {
    target = port;
  }

  /** Whether new connections are closed at once. */
  void refuse(boolean whether) {
    refusing = whether;
  }

  /** What the clients sent so far, one for each connection. */
  List<byte[]> sent() {
    List<byte[]> copies = new ArrayList<>();
    for (ByteArrayOutputStream each : sent) {
      synchronized (each) {
        copies.add(each.toByteArray());
      }
    }
    return copies;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = keep(listener.accept());
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = keep(new Socket(InetAddress.getLoopbackAddress(), target));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        sent.add(copy);
        start(() -> pass(client, server, copy));
        start(() -> pass(server, client, new ByteArrayOutputStream()));
      } catch (IOException e) {
        // the listener was closed, or one client went away
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
    Thread thread = new Thread(work, "byte-tap");
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

package org.dpk.cli.internal.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes one connection and does something with it that no peer does; then it stays open. */
final class MisbehavingListener implements AutoCloseable {

  private final ServerSocket listening;
  private final Thread thread;

  /** What it does. */
  interface Misbehaviour {
    void show(Socket socket) throws IOException;
  }

  private MisbehavingListener(ServerSocket listening, Misbehaviour misbehaviour) {
    this.listening = listening;
    this.thread = new Thread(() -> run(misbehaviour), "misbehaving-listener");
    thread.start();
  }

  static MisbehavingListener start(Misbehaviour misbehaviour) throws IOException {
    return new MisbehavingListener(
        new ServerSocket(0, 1, InetAddress.getByName("localhost")), misbehaviour);
  }

  private void run(Misbehaviour misbehaviour) {
    try (Socket socket = listening.accept()) {
      misbehaviour.show(socket);
      while (!socket.isClosed() && socket.getInputStream().read() >= 0) {
        // until the other end has enough
      }
    } catch (IOException e) {
      // it is over
    }
  }

  String address() {
    return "localhost:" + listening.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    listening.close();
    thread.join(20_000);
  }
}

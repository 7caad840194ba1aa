package org.dpk.provider.internal.jsse;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers one client's first bytes as a web server without TLS does. */
final class BadRequestServer implements AutoCloseable {

  private static final byte[] ANSWER =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Thread thread = new Thread(this::answer, "bad-request");

  BadRequestServer() throws IOException {
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void answer() {
    try (Socket client = listener.accept()) {
      if (client.getInputStream().read() >= 0) {
        client.getOutputStream().write(ANSWER);
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // the listener was closed
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    thread.join(10_000);
  }
}

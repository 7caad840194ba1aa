package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The first data after a client's handshake does not wait for an acknowledgement of that. */
class FirstDataTest {

  /** A TCP socket that notes what is asked of Nagle's algorithm, and what is written. */
  private static final class NotingSocket extends Socket {
    private final List<String> notes = new ArrayList<>();

    NotingSocket(int port) throws IOException {
      super(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      notes.add("no delay " + on);
      super.setTcpNoDelay(on);
    }
  }

  @Test
  void isSentWithoutDelayAndWhatFollowsAsTheApplicationWants() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (ServerSocket listening =
            Contexts.fixed()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        NotingSocket tcp = new NotingSocket(listening.getLocalPort());
        SSLSocket socket =
            (SSLSocket)
                Contexts.fixed().getSocketFactory().createSocket(tcp, "localhost", 443, true)) {
      Future<Integer> received = threads.submit(() -> readTwo(listening));
      socket.startHandshake();
      assertEquals(List.of(), tcp.notes);

      socket.getOutputStream().write(1);
      assertEquals(List.of("no delay true", "no delay false"), tcp.notes);
      socket.getOutputStream().write(2);
      assertEquals(2, tcp.notes.size());
      assertFalse(tcp.getTcpNoDelay());
      assertEquals(3, received.get(20, TimeUnit.SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Such as one through a tunnel, over which the JDK's sockets can be layered, too. */
  private static final class SocketWithoutOptions extends Socket {
    SocketWithoutOptions(int port) throws IOException {
      super(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
      throw new SocketException("this is no TCP");
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      throw new SocketException("this is no TCP");
    }
  }

  @Test
  void isSentOverASocketThatKnowsNoSuchOptionToo() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (ServerSocket listening =
            Contexts.fixed()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket lower = new SocketWithoutOptions(listening.getLocalPort());
        Socket socket =
            Contexts.fixed().getSocketFactory().createSocket(lower, "localhost", 443, true)) {
      Future<Integer> received = threads.submit(() -> readTwo(listening));
      socket.getOutputStream().write(1);
      socket.getOutputStream().write(2);
      assertEquals(3, received.get(20, TimeUnit.SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  private static int readTwo(ServerSocket listening) throws IOException {
    try (Socket accepted = listening.accept()) {
      return accepted.getInputStream().read() + accepted.getInputStream().read();
    }
  }
}

package org.dpk.contracts.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports for programs that can't be told to choose one themselves. */
final class FreePorts {

  private FreePorts() {}

  /** Different ones on the loopback address; another program may take one before it is used. */
  static List<Integer> find(int count) throws NodeException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new NodeException("no free port: " + e.getMessage(), e);
    } finally {
      for (ServerSocket socket : sockets) {
        close(socket);
      }
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // then the port is not free, and whoever wants it says so
    }
  }
}

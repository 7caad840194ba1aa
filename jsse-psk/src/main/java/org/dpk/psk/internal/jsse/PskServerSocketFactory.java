package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Server sockets of one SSLContext. */
final class PskServerSocketFactory extends SSLServerSocketFactory {

  private static final int DEFAULT_BACKLOG = 50;

  private final PskContext context;

  PskServerSocketFactory(PskContext context) {
    this.context = context;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return context.newSettings().suiteNames();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return EngineSettings.supportedSuites();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new PskServerSocket(context);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, DEFAULT_BACKLOG, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    return new PskServerSocket(context, port, backlog, address);
  }
}

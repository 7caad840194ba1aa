package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets of one SSLContext. */
final class PskSocketFactory extends SSLSocketFactory {

  private final PskContext context;

  PskSocketFactory(PskContext context) {
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
  public Socket createSocket() {
    return over(new Socket(), null, null, -1, true, true);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return over(new Socket(host, port), null, host, port, true, true);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return over(new Socket(host, port, localHost, localPort), null, host, port, true, true);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return over(new Socket(host, port), null, name(host, port), port, true, true);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    Socket lower = new Socket(address, port, localAddress, localPort);
    return over(lower, null, name(address, port), port, true, true);
  }

  @Override
  public Socket createSocket(Socket lower, @Nullable String host, int port, boolean autoClose)
      throws IOException {
    requireConnected(lower);
    return over(lower, null, host, port, autoClose, true);
  }

  @Override
  public Socket createSocket(Socket lower, @Nullable InputStream consumed, boolean autoClose)
      throws IOException {
    requireConnected(lower);
    return over(lower, consumed, null, -1, autoClose, false);
  }

  private Socket over(
      Socket lower,
      @Nullable InputStream consumed,
      @Nullable String host,
      int port,
      boolean autoClose,
      boolean client) {
    PskEngine engine = new PskEngine(context, host, port);
    engine.setUseClientMode(client);
    return new PskSocket(engine, lower, consumed, autoClose);
  }

  private static void requireConnected(Socket lower) throws SocketException {
    if (!lower.isConnected()) {
      throw new SocketException("the socket below is not connected");
    }
  }

  /** As it was written, without asking the DNS for another name. */
  private static String name(InetAddress address, int port) {
    return new InetSocketAddress(address, port).getHostString();
  }
}

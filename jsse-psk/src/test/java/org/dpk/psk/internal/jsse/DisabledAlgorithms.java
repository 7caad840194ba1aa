package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskSslContextSpi;

/**
 * A process of its own for what the JDK reads once: says what is left of TLS under a {@code
 * jdk.tls.disabledAlgorithms}, and uses the default factories.
 */
final class DisabledAlgorithms {

  private DisabledAlgorithms() {}

  /** A provider that stands first and whose default context has the one static key. */
  private static final class Default extends Provider {
    private static final long serialVersionUID = 1L;

    Default() {
      super("Default", "1", "the default SSLContext");
      put("SSLContext.Default", OneKey.class.getName());
    }
  }

  /** A default context comes initialized. */
  public static final class OneKey extends PskSslContextSpi {
    public OneKey() throws Exception {
      engineInit(
          new KeyManager[] {PskKeyManager.of(Map.of(Contexts.IDENTITY, Contexts.secret(1)))},
          null,
          null);
    }
  }

  public static void main(String[] disabled) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", disabled[0]);
    Security.insertProviderAt(new Default(), 1);
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    System.out.println("protocols " + String.join(" ", engine.getEnabledProtocols()));
    System.out.println("suites " + String.join(" ", engine.getEnabledCipherSuites()));
    engine.setEnabledProtocols(engine.getSupportedProtocols());
    engine.setEnabledCipherSuites(engine.getSupportedCipherSuites());
    try {
      engine.beginHandshake();
      System.out.println("used " + shakeHands());
    } catch (SSLException e) {
      System.out.println("refused " + e.getMessage());
    }
  }

  private static String shakeHands() throws Exception {
    ServerSocketFactory servers = SSLServerSocketFactory.getDefault();
    SocketFactory clients = SSLSocketFactory.getDefault();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var listening = servers.createServerSocket(0, 1, loopback)) {
      Future<Integer> served =
          thread.submit(
              () -> {
                try (var accepted = listening.accept()) {
                  return accepted.getInputStream().read();
                }
              });
      try (var socket = (SSLSocket) clients.createSocket("localhost", listening.getLocalPort())) {
        socket.getOutputStream().write(7);
        return socket.getSession().getCipherSuite() + " " + served.get();
      }
    } finally {
      thread.shutdown();
    }
  }
}

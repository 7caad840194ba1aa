package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** Accepts connections whose handshake begins with the first read, write or getSession. */
final class PskServerSocket extends SSLServerSocket {

  private final PskContext context;
  private final EngineSettings settings;
  private boolean clientMode;

  PskServerSocket(PskContext context) throws IOException {
    this.context = context;
    this.settings = context.newSettings();
  }

  PskServerSocket(PskContext context, int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    super(port, backlog, address);
    this.context = context;
    this.settings = context.newSettings();
  }

  @Override
  public Socket accept() throws IOException {
    Socket lower = super.accept();
    PskEngine engine = new PskEngine(context, null, -1);
    synchronized (this) {
      engine.adopt(settings.copy());
      engine.setUseClientMode(clientMode);
    }
    engine.setPeer(lower.getInetAddress().getHostAddress(), lower.getPort());
    return new PskSocket(engine, lower, null, true);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return EngineSettings.supportedSuites();
  }

  @Override
  public synchronized String[] getEnabledCipherSuites() {
    return settings.suiteNames();
  }

  @Override
  public synchronized void setEnabledCipherSuites(String[] suites) {
    settings.setSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return EngineSettings.supportedProtocols();
  }

  @Override
  public synchronized String[] getEnabledProtocols() {
    return settings.protocolNames();
  }

  @Override
  public synchronized void setEnabledProtocols(String[] protocols) {
    settings.setProtocols(protocols);
  }

  @Override
  public synchronized void setNeedClientAuth(boolean need) {
    settings.setNeedClientAuth(need);
  }

  @Override
  public synchronized boolean getNeedClientAuth() {
    return settings.needClientAuth();
  }

  @Override
  public synchronized void setWantClientAuth(boolean want) {
    settings.setWantClientAuth(want);
  }

  @Override
  public synchronized boolean getWantClientAuth() {
    return settings.wantClientAuth();
  }

  @Override
  public synchronized void setUseClientMode(boolean mode) {
    clientMode = mode;
    settings.setClient(mode);
  }

  @Override
  public synchronized boolean getUseClientMode() {
    return clientMode;
  }

  @Override
  public synchronized void setEnableSessionCreation(boolean flag) {
    settings.setSessionCreation(flag);
  }

  @Override
  public synchronized boolean getEnableSessionCreation() {
    return settings.sessionCreation();
  }

  @Override
  public synchronized SSLParameters getSSLParameters() {
    return settings.toParameters(null, null);
  }

  @Override
  public synchronized void setSSLParameters(SSLParameters parameters) {
    settings.apply(parameters);
  }
}

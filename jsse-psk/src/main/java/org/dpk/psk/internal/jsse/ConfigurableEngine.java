package org.dpk.psk.internal.jsse;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.PskPeer;
import org.jspecify.annotations.Nullable;

/** What an application sets on an engine. Guarded by the engine's lock. */
abstract class ConfigurableEngine extends SSLEngine {

  final ReentrantLock lock = new ReentrantLock();
  private final PskContext context;
  private EngineSettings settings;
  private @Nullable String peerHost;
  private int peerPort;
  private @Nullable Boolean clientMode;
  private @Nullable BiFunction<SSLEngine, List<String>, String> selector;

  ConfigurableEngine(PskContext context, @Nullable String host, int port) {
    this.peerHost = host;
    this.peerPort = port;
    this.context = context;
    this.settings = context.newSettings();
  }

  /** Tells a socket's engine whom it is connected to. */
  final void setPeer(String host, int port) {
    locked(
        () -> {
          peerHost = host;
          peerPort = port;
        });
  }

  @Override
  public final @Nullable String getPeerHost() {
    return locked(() -> peerHost);
  }

  @Override
  public final int getPeerPort() {
    return locked(() -> peerPort);
  }

  final PskContext context() {
    return context;
  }

  /** Whether the handshake has begun: from then on the mode stays. */
  abstract boolean hasBegun();

  final <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    locked(
        () -> {
          action.run();
          return true;
        });
  }

  final EngineSettings settings() {
    return settings;
  }

  /** Takes over what was set on a server socket. */
  final void adopt(EngineSettings given) {
    locked(() -> settings = given);
  }

  final boolean requireMode() {
    Boolean mode = locked(() -> clientMode);
    if (mode == null) {
      throw new IllegalStateException("call setUseClientMode before the handshake");
    }
    return mode;
  }

  /** Client side: whom the application wants to reach; null where it has not said. */
  final @Nullable PskPeer server() {
    String host = getPeerHost();
    if (host != null && !host.isEmpty()) {
      return new PskPeer(host, port());
    }
    String name = ServerNames.first(settings.serverNames());
    return name == null ? null : new PskPeer(name, port());
  }

  private int port() {
    int port = getPeerPort();
    return port < 1 || port > 65_535 ? -1 : port;
  }

  final @Nullable BiFunction<SSLEngine, List<String>, String> selector() {
    return selector;
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return EngineSettings.supportedSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return locked(() -> settings.suiteNames());
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    locked(() -> settings.setSuites(suites));
  }

  @Override
  public String[] getSupportedProtocols() {
    return EngineSettings.supportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return locked(() -> settings.protocolNames());
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    locked(() -> settings.setProtocols(protocols));
  }

  @Override
  public void setUseClientMode(boolean mode) {
    locked(
        () -> {
          if (hasBegun()) {
            throw new IllegalArgumentException("the mode stays once the handshake has begun");
          }
          clientMode = mode;
          settings.setClient(mode);
        });
  }

  @Override
  public boolean getUseClientMode() {
    return locked(() -> clientMode != null && clientMode);
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    locked(() -> settings.setNeedClientAuth(need));
  }

  @Override
  public boolean getNeedClientAuth() {
    return locked(() -> settings.needClientAuth());
  }

  @Override
  public void setWantClientAuth(boolean want) {
    locked(() -> settings.setWantClientAuth(want));
  }

  @Override
  public boolean getWantClientAuth() {
    return locked(() -> settings.wantClientAuth());
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    locked(() -> settings.setSessionCreation(flag));
  }

  @Override
  public boolean getEnableSessionCreation() {
    return locked(() -> settings.sessionCreation());
  }

  @Override
  public SSLParameters getSSLParameters() {
    return locked(
        () -> {
          boolean named = Boolean.TRUE.equals(clientMode) && server() != null;
          List<SNIServerName> names =
              named ? ServerNames.listOf(ServerNames.ofHost(getPeerHost())) : List.of();
          return settings.toParameters(named ? "HTTPS" : null, names.isEmpty() ? null : names);
        });
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    locked(() -> settings.apply(parameters));
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      @Nullable BiFunction<SSLEngine, List<String>, String> chooser) {
    locked(() -> selector = chooser);
  }

  @Override
  public @Nullable BiFunction<SSLEngine, List<String>, String>
      getHandshakeApplicationProtocolSelector() {
    return locked(() -> selector);
  }
}

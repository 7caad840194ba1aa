package org.dpk.benchmarks;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.dpk.psk.PskJsseProvider;

/** Two contexts of jsse-psk that know each other by what they were given. */
final class PreSharedTls {

  private final SSLContext client;
  private final SSLContext server;
  private final String host;

  PreSharedTls(KeyManager clientKeys, KeyManager serverKeys, String host)
      throws GeneralSecurityException {
    client = context(clientKeys);
    server = context(serverKeys);
    this.host = host;
  }

  /** With the peer's host and port: the cache of agreed keys goes by them. */
  EnginePair newPair(int port) {
    SSLEngine clientEngine = client.createSSLEngine(host, port);
    clientEngine.setUseClientMode(true);
    SSLEngine serverEngine = server.createSSLEngine();
    serverEngine.setUseClientMode(false);
    return new EnginePair(clientEngine, serverEngine);
  }

  private static SSLContext context(KeyManager keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }
}

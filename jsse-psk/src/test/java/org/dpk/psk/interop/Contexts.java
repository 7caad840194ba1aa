package org.dpk.psk.interop;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;

/** Contexts over static keys, made as an application makes them. */
final class Contexts {

  private static final byte[] KEY =
      "thirty-two bytes of a shared key".getBytes(StandardCharsets.US_ASCII);

  private Contexts() {}

  /** For a client that goes by {@code alice}, and for the server that knows her. */
  static SSLContext alice() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {PskKeyManager.of(Map.of("alice", KEY))}, null, null);
    return context;
  }
}

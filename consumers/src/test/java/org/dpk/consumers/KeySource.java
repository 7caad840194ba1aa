package org.dpk.consumers;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;

/**
 * Where the keys of a test come from. Either way the server is {@code localhost}, and its contexts
 * are made as an application makes them.
 */
public enum KeySource {
  /** Both ends have the key already. */
  STATIC {
    @Override
    public SSLContext server() throws Exception {
      return alice();
    }

    @Override
    public SSLContext client() throws Exception {
      return alice();
    }

    @Override
    public String serverName() {
      return "localhost";
    }

    @Override
    public String clientName() {
      return "alice";
    }
  },

  /** Both ends look each other up on a real chain and agree on a key. */
  AGREED {
    @Override
    public SSLContext server() throws Exception {
      return AdmittedIdentities.context(ChainForAllTests.chain().server());
    }

    @Override
    public SSLContext client() throws Exception {
      return AdmittedIdentities.context(ChainForAllTests.chain().client());
    }

    @Override
    public String serverName() {
      return "dns:localhost";
    }

    @Override
    public String clientName() {
      return ChainForAllTests.chain().clientIdentity().toString();
    }
  };

  /** Of {@link #STATIC}: alice's key, 32 bytes. */
  public static final byte[] ALICE =
      "thirty-two bytes of a shared key".getBytes(StandardCharsets.US_ASCII);

  /** A new context for the server {@code localhost}. */
  public abstract SSLContext server() throws Exception;

  /** A new context for its client, which has met nobody yet. */
  public abstract SSLContext client() throws Exception;

  /** The server's principal, as the client sees it. */
  public abstract String serverName();

  /** The client's principal, as the server sees it. */
  public abstract String clientName();

  private static SSLContext alice() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {PskKeyManager.of(Map.of("alice", ALICE))}, null, null);
    return context;
  }
}

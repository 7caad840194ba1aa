package org.dpk.psk;

import java.security.Provider;
import java.security.Security;

/**
 * The JCA provider {@code DPKJSSE}: {@code SSLContext} by the names {@code TLS-PSK} and {@code
 * TLSv1.3-PSK}.
 */
public final class PskJsseProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** The name of the provider. */
  public static final String NAME = "DPKJSSE";

  private static final String ENGINE = "org.dpk.psk.internal.jsse.PskContextSpi";

  /**
   * Registers the provider behind those that are there already, once; further calls do nothing.
   *
   * @return the registered one
   */
  public static Provider install() {
    Security.addProvider(new PskJsseProvider());
    return Security.getProvider(NAME);
  }

  /** For {@code ServiceLoader}, {@code java.security} files and {@code Security.addProvider}. */
  public PskJsseProvider() {
    super(NAME, "0.1", "TLS keyed by a pre-shared key");
    // by name: the root package depends on no other
    put("SSLContext.TLS-PSK", ENGINE + "$Tls");
    put("SSLContext.TLSv1.3-PSK", ENGINE + "$Tls13");
  }
}

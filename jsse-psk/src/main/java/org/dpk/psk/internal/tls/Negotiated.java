package org.dpk.psk.internal.tls;

import org.jspecify.annotations.Nullable;

/** Told what a handshake has settled on before it is complete. */
public interface Negotiated {

  /** The cipher suite, and with it the version of TLS; again after a HelloRetryRequest. */
  void suite(Suite suite);

  /** The application protocol; null for none. */
  void applicationProtocol(@Nullable String name);
}

package org.dpk.psk.bctls;

import org.bouncycastle.tls.CipherSuite;

/** The cipher suites that fit the keys of this package. */
public final class TlsPskSuites {

  private static final int[] TLS_1_3 = {
    CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_CHACHA20_POLY1305_SHA256
  };

  private static final int[] TLS_1_2 = {
    CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256
  };

  private TlsPskSuites() {}

  /** TLS 1.3: those of SHA-256, the hash that the keys are bound to (RFC 8446 §4.2.11). */
  public static int[] tls13() {
    return TLS_1_3.clone();
  }

  /** TLS 1.2: those with forward secrecy and an AEAD; 0xCCAC is the one that other stacks know. */
  public static int[] tls12() {
    return TLS_1_2.clone();
  }

  /** Both, TLS 1.3 first. */
  public static int[] all() {
    return new int[] {TLS_1_3[0], TLS_1_3[1], TLS_1_2[0], TLS_1_2[1]};
  }
}

package org.dpk.provider.internal.nsl;

/**
 * A ciphertext, box, key or signature is not what it should be. It does not say which: the peer
 * learns no more than alert 7.
 */
public final class CryptoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Without a reason, on purpose. */
  public CryptoFailure() {
    super("a cryptographic check failed", null, false, false);
  }
}

package org.dpk.provider.internal.nsl;

/** Where nonces, seeds and keys come from. Safe for use by several threads. */
public interface Randomness {

  /**
   * Fresh bytes, as good as secret ones.
   *
   * @param length 1 to 255 bytes
   */
  byte[] next(int length);
}

package org.dpk.provider.internal.nsl;

import java.security.MessageDigest;

/**
 * Bytes that nobody else may know: erased when their owner is done, compared in constant time,
 * never printed. Belongs to one thread at a time.
 */
final class Secret implements AutoCloseable {

  private final byte[] bytes;
  private boolean erased;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes charge of these bytes themselves, not of a copy. */
  static Secret owning(byte[] bytes) {
    return new Secret(bytes);
  }

  /**
   * The bytes themselves, for a computation: not to be kept.
   *
   * @throws IllegalStateException if they were erased: nothing is ever computed from zeros
   */
  byte[] reveal() {
    if (erased) {
      throw new IllegalStateException("the secret was erased");
    }
    return bytes;
  }

  boolean isSame(byte[] other) {
    return MessageDigest.isEqual(reveal(), other);
  }

  @Override
  public void close() {
    erased = true;
    Bytes.erase(bytes);
  }

  /** That it is one. */
  @Override
  public String toString() {
    return "Secret";
  }
}

package org.dpk.provider.internal.ethereum;

import java.util.Objects;

/**
 * A signed transaction, ready to be broadcast, as often as it takes. Whoever must survive a crash
 * stores {@link #raw} before broadcasting it and reads it back with {@link #parse}.
 *
 * @param hash its name on chain
 * @param nonce its place in the wallet's order
 * @param raw its EIP-2718 encoding; copied both ways
 */
public record PreparedTransaction(TransactionHash hash, long nonce, byte[] raw) {

  /** Checks for null and copies. */
  public PreparedTransaction {
    Objects.requireNonNull(hash, "hash");
    raw = raw.clone();
  }

  /**
   * Reads a stored transaction.
   *
   * @throws IllegalArgumentException if it is no signed EIP-1559 transaction
   */
  public static PreparedTransaction parse(byte[] raw) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public byte[] raw() {
    return raw.clone();
  }

  @Override
  public String toString() {
    return "transaction " + hash + " (nonce " + nonce + ")";
  }
}

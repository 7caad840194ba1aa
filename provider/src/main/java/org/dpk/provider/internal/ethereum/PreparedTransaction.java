package org.dpk.provider.internal.ethereum;

import java.util.Arrays;
import java.util.Objects;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/**
 * A signed transaction, ready to be broadcast, as often as it takes. Whoever must survive a crash
 * stores {@link #raw} before broadcasting it and reads it back with {@link #parse}.
 *
 * @param hash its name on chain
 * @param nonce its place in the wallet's order
 * @param raw its EIP-2718 encoding; copied both ways
 */
public record PreparedTransaction(TransactionHash hash, long nonce, byte[] raw) {

  /** EIP-2718 type of an EIP-1559 transaction. */
  private static final byte EIP_1559 = 2;

  /** The largest that is read: a record of 8 KiB, its call and its envelope fit well. */
  private static final int MAX_LENGTH = 1 << 17;

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
    RawTransaction decoded = decode(raw);
    return new PreparedTransaction(
        TransactionHash.of(Hash.sha3(raw)), decoded.getNonce().longValueExact(), raw);
  }

  static RawTransaction decode(byte[] raw) {
    if (raw.length == 0 || raw.length > MAX_LENGTH || raw[0] != EIP_1559) {
      throw new IllegalArgumentException("this is no EIP-1559 transaction");
    }
    try {
      if (TransactionDecoder.decode(Numeric.toHexString(raw)) instanceof SignedRawTransaction tx
          && isWhole(tx, raw)) {
        return tx;
      }
    } catch (RuntimeException e) { // web3j's decoder throws whatever comes
      throw new IllegalArgumentException("this transaction does not parse", e);
    }
    throw new IllegalArgumentException("this transaction is not signed, or not all of it is read");
  }

  // web3j's decoder leaves alone what follows, and takes nonces of any length (EIP-2681)
  private static boolean isWhole(SignedRawTransaction read, byte[] raw) {
    return read.getNonce().bitLength() < Long.SIZE
        && Arrays.equals(TransactionEncoder.encode(read, read.getSignatureData()), raw);
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

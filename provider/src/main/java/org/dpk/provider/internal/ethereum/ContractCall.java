package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import java.util.Objects;
import org.dpk.provider.EthereumAddress;

/**
 * What a transaction shall do, before it has a nonce, a fee and a signature.
 *
 * @param what the operation in words, for messages: {@code "revokeClient"}
 * @param to the contract, or who gets the Ether
 * @param value in wei, not negative
 * @param data the ABI-encoded call; empty for a plain transfer; copied both ways
 */
public record ContractCall(String what, EthereumAddress to, BigInteger value, byte[] data) {

  /**
   * @throws IllegalArgumentException if the value is negative
   */
  public ContractCall {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(to, "to");
    if (value.signum() < 0) {
      throw new IllegalArgumentException("a value in wei is not negative: " + value);
    }
    data = data.clone();
  }

  /** A transfer of Ether. */
  public static ContractCall transfer(EthereumAddress to, BigInteger wei) {
    return new ContractCall("transfer", to, wei, new byte[0]);
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public String toString() {
    return what + " to " + to + " with " + value + " wei";
  }
}

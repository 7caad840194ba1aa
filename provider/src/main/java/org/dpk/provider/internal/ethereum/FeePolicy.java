package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;

/**
 * What a transaction may cost (EIP-1559).
 *
 * @param maxFeePerGas the cap in wei per gas, base fee and tip together; positive
 * @param leastTip the tip in wei per gas where the node names none; not negative
 * @param maxGas the largest gas limit that is ever signed; positive
 */
public record FeePolicy(BigInteger maxFeePerGas, BigInteger leastTip, long maxGas) {

  private static final BigInteger GWEI = BigInteger.TEN.pow(9);

  /** At most 200 gwei per gas and 3 million gas: 0.6 Ether is the most that one can cost. */
  public static final FeePolicy DEFAULT =
      new FeePolicy(GWEI.multiply(BigInteger.valueOf(200)), GWEI, 3_000_000);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public FeePolicy {
    if (maxFeePerGas.signum() <= 0 || leastTip.signum() < 0 || maxGas <= 0) {
      throw new IllegalArgumentException("a fee's cap and the gas are positive");
    }
  }

  /** The same with another cap in wei per gas. */
  public FeePolicy withCap(BigInteger maxFeePerGas) {
    return new FeePolicy(maxFeePerGas, leastTip, maxGas);
  }
}

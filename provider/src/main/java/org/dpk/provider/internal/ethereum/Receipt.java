package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;

/**
 * That a transaction stands in a block.
 *
 * @param hash which transaction
 * @param blockNumber the block's height
 * @param succeeded whether the contract accepted it; if not, it cost its gas and changed nothing
 * @param gasUsed in gas
 * @param gasPrice what was paid per gas, in wei
 */
public record Receipt(
    TransactionHash hash, long blockNumber, boolean succeeded, long gasUsed, BigInteger gasPrice) {

  /** What it cost, in wei. */
  public BigInteger cost() {
    return gasPrice.multiply(BigInteger.valueOf(gasUsed));
  }
}

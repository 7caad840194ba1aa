package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import org.dpk.provider.RegistryException;

/**
 * What a transaction offers per gas (EIP-1559).
 *
 * @param tip {@code maxPriorityFeePerGas}, in wei
 * @param most {@code maxFeePerGas}, in wei
 */
record FeeMarket(BigInteger tip, BigInteger most) {

  static final RpcCall TIP = RpcCall.of("eth_maxPriorityFeePerGas");

  /**
   * Twice the base fee and a tip: enough for six full blocks in a row, each of which raises the
   * base fee by an eighth at most.
   *
   * @param newestBlock of which the base fee counts; none before EIP-1559
   * @param tip some nodes can't say
   * @throws RegistryException.FeeTooLow if the cap would not buy a place in the next block
   */
  static FeeMarket now(RpcReply newestBlock, RpcReply tip, FeePolicy policy)
      throws RegistryException {
    JsonNode baseFee = newestBlock.require().path("baseFeePerGas");
    BigInteger base = baseFee.isTextual() ? Answers.quantity(baseFee) : BigInteger.ZERO;
    BigInteger offer =
        tip.error() == null && tip.result().isTextual()
            ? Answers.quantity(tip.result())
            : policy.leastTip();
    BigInteger cap = policy.maxFeePerGas();
    if (base.compareTo(cap) > 0) {
      throw tooLow("the chain's base fee is " + base + " wei per gas", cap);
    }
    BigInteger affordable = offer.min(cap.subtract(base));
    return new FeeMarket(affordable, base.shiftLeft(1).add(affordable).min(cap));
  }

  /**
   * What replaces a waiting transaction: nodes ask for a tenth more of both, and this is an eighth;
   * or what the market asks for, if that is more.
   *
   * @throws RegistryException.FeeTooLow if that exceeds the cap
   */
  FeeMarket above(BigInteger stuckTip, BigInteger stuckMost, FeePolicy policy)
      throws RegistryException {
    BigInteger least = raised(stuckMost);
    BigInteger cap = policy.maxFeePerGas();
    if (least.compareTo(cap) > 0) {
      throw tooLow("a replacement costs " + least + " wei per gas at least", cap);
    }
    BigInteger newMost = least.max(most);
    return new FeeMarket(raised(stuckTip).max(tip).min(newMost), newMost);
  }

  private static BigInteger raised(BigInteger fee) {
    return fee.multiply(BigInteger.valueOf(9)).shiftRight(3).add(BigInteger.ONE);
  }

  private static RegistryException tooLow(String what, BigInteger cap) {
    return new RegistryException.FeeTooLow(
        what + ", above the configured cap of " + cap + ": wait, or raise the cap");
  }
}

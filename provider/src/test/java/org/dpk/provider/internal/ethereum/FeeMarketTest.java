package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;

class FeeMarketTest {

  private static final FeePolicy POLICY =
      new FeePolicy(BigInteger.valueOf(1000), BigInteger.valueOf(7), 1_000_000);

  @Test
  void offersTwiceTheBaseFeeAndTheTip() throws Exception {
    assertEquals(new FeeMarket(value(20), value(220)), now(100, tip(20)));
  }

  @Test
  void offersTheConfiguredTipWhereTheNodeNamesNone() throws Exception {
    RpcReply none = new RpcReply("x", TextNode.valueOf(""), new RpcReply.RpcError(-32601, "", ""));
    assertEquals(new FeeMarket(value(7), value(207)), now(100, none));
  }

  @Test
  void theCapBoundsBoth() throws Exception {
    assertEquals(new FeeMarket(value(20), value(1000)), now(900, tip(20)));
    assertEquals(new FeeMarket(value(100), value(1000)), now(900, tip(500)));
    assertThrows(RegistryException.FeeTooLow.class, () -> now(1001, tip(1)));
  }

  @Test
  void aReplacementOffersATenthMoreOfBothAtLeast() throws Exception {
    FeeMarket replacement = now(100, tip(20)).above(value(20), value(220), POLICY);
    assertTrue(replacement.tip().compareTo(value(22)) >= 0, replacement.toString());
    assertTrue(replacement.most().compareTo(value(242)) >= 0, replacement.toString());
    FeeMarket risen = now(300, tip(50)).above(value(20), value(220), POLICY);
    assertEquals(new FeeMarket(value(50), value(650)), risen);
  }

  @Test
  void aReplacementStaysBelowTheCap() throws Exception {
    FeeMarket market = now(100, tip(20));
    assertThrows(
        RegistryException.FeeTooLow.class, () -> market.above(value(20), value(999), POLICY));
  }

  private static FeeMarket now(long baseFee, RpcReply tip) throws RegistryException {
    ObjectNode block = new ObjectMapper().createObjectNode();
    block.put("baseFeePerGas", "0x" + Long.toHexString(baseFee));
    return FeeMarket.now(new RpcReply("eth_getBlockByNumber", block, null), tip, POLICY);
  }

  private static RpcReply tip(long tip) {
    return new RpcReply("x", TextNode.valueOf("0x" + Long.toHexString(tip)), null);
  }

  private static BigInteger value(long value) {
    return BigInteger.valueOf(value);
  }
}

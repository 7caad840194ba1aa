package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.time.Deadline;

/**
 * What can be found out of a node beside headers and proofs, without a belief in what it serves.
 */
public final class NodeProbe {

  private final EthereumNode node;

  /** Of this node, which stays the caller's to close. */
  public NodeProbe(EthereumNode node) {
    this.node = node;
  }

  /** The chain that it says it serves. */
  public BigInteger chainId() throws RegistryException {
    return Answers.quantity(ask(RpcCall.of("eth_chainId")).get(0).require());
  }

  /** Whether it answers several questions that come as one. */
  public boolean takesBatches() throws RegistryException {
    RpcCall question = RpcCall.of("eth_chainId");
    for (RpcReply reply : ask(question, question)) {
      reply.require();
    }
    return node.takesBatches();
  }

  /**
   * How many logs of the registry it has in a block.
   *
   * @throws RegistryException if it refuses, as it may where the block's logs are pruned
   */
  public int logs(BlockRef block) throws RegistryException {
    Map<String, String> filter =
        Map.of(
            "address",
            node.registry().contract().toString(),
            "blockHash",
            "0x" + HexFormat.of().formatHex(block.hash()));
    JsonNode logs = ask(RpcCall.of("eth_getLogs", filter)).get(0).require();
    if (!logs.isArray()) {
      throw new RegistryException("the node answered to eth_getLogs with no list", null);
    }
    return logs.size();
  }

  private List<RpcReply> ask(RpcCall... calls) throws RegistryException {
    return node.ask(Deadline.in(node.endpoint().limits().call()), calls);
  }
}

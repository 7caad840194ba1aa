package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.MerklePatricia;

/** Asks a node for proofs of what the registry stores. Verifies nothing. */
public final class ProofReader {

  private final EthereumNode node;

  /** Through this node, which stays the caller's to close. */
  public ProofReader(EthereumNode node) {
    this.node = node;
  }

  /**
   * The branches to the slot of an identity, by one {@code eth_getProof}.
   *
   * @param block by its height: every node takes that, and what it answers is verified anyway
   * @throws RegistryException if the node serves no proofs, or not of this block
   */
  public SlotBranches prove(IdHash id, BlockRef block) throws RegistryException {
    EthereumAddress contract = node.registry().contract();
    RpcCall call =
        RpcCall.of(
            "eth_getProof",
            contract.toString(),
            List.of("0x" + HexFormat.of().formatHex(Slot.key(id))),
            "0x" + Long.toHexString(block.number()));
    Deadline deadline = Deadline.in(node.endpoint().limits().call());
    JsonNode answer = node.ask(deadline, call).get(0).require();
    return new SlotBranches(
        nodes(answer.path("accountProof")),
        nodes(answer.path("storageProof").path(0).path("proof")));
  }

  private static List<byte[]> nodes(JsonNode proof) throws RegistryException {
    if (!proof.isArray() || proof.isEmpty() || proof.size() > MerklePatricia.MAX_NODES) {
      throw new RegistryException("the node's proof has no right number of nodes", null);
    }
    List<byte[]> nodes = new ArrayList<>(proof.size());
    for (JsonNode each : proof) {
      nodes.add(Answers.bytes(each));
    }
    return List.copyOf(nodes);
  }
}

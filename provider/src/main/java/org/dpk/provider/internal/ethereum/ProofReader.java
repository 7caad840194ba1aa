package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.MerklePatricia;
import org.dpk.provider.internal.time.Deadline;

/** Asks a node for proofs of what the registry stores. Verifies nothing. */
public final class ProofReader {

  private final EthereumNode node;

  /** Through this node, which stays the caller's to close. */
  public ProofReader(EthereumNode node) {
    this.node = node;
  }

  /** How many slots are proven in one question at most; a slot's branch has some 4,000 bytes. */
  public static final int AT_ONCE = 64;

  /**
   * The branches to the slot of an identity, by one {@code eth_getProof}.
   *
   * @param block by its height: every node takes that, and what it answers is verified anyway
   * @throws RegistryException if the node serves no proofs, or not of this block
   */
  public SlotBranches prove(IdHash id, BlockRef block) throws RegistryException {
    RegistryBranches branches = prove(List.of(id), block);
    return new SlotBranches(branches.account(), branches.slots().get(0));
  }

  /**
   * The branches to the slots of several identities, by one {@code eth_getProof}.
   *
   * @param ids at most {@value #AT_ONCE}; none for the branch to the registry's account alone
   * @throws RegistryException if the node serves no proofs, or not of this block
   */
  public RegistryBranches prove(List<IdHash> ids, BlockRef block) throws RegistryException {
    if (ids.size() > AT_ONCE) {
      throw new IllegalArgumentException("at most " + AT_ONCE + " slots, not " + ids.size());
    }
    // Besu answers in ascending order and each slot once; asked so, every node does
    List<String> slots = ids.stream().map(ProofReader::slot).sorted().distinct().toList();
    RpcCall call =
        RpcCall.of(
            "eth_getProof",
            node.registry().contract().toString(),
            slots,
            "0x" + Long.toHexString(block.number()));
    Deadline deadline = Deadline.in(node.endpoint().limits().call());
    JsonNode answer = node.ask(deadline, call).get(0).require();
    Map<String, List<byte[]>> branches = new HashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      branches.put(slots.get(i), nodes(answer.path("storageProof").path(i).path("proof")));
    }
    return new RegistryBranches(
        nodes(answer.path("accountProof")),
        ids.stream().map(id -> branches.getOrDefault(slot(id), List.of())).toList());
  }

  private static String slot(IdHash id) {
    return "0x" + HexFormat.of().formatHex(Slot.key(id));
  }

  private static List<byte[]> nodes(JsonNode proof) throws RegistryException {
    if (proof.isMissingNode()) {
      return List.of(); // EthereumJS says nothing of the slots of an account that is not there
    }
    if (!proof.isArray() || proof.size() > MerklePatricia.MAX_NODES) { // an empty trie has none
      throw new RegistryException.Unproven("the node's proof has no right number of nodes", null);
    }
    List<byte[]> nodes = new ArrayList<>(proof.size());
    for (JsonNode each : proof) {
      nodes.add(Answers.bytes(each));
    }
    return List.copyOf(nodes);
  }
}

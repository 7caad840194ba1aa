package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.RegistryBranches;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;

/**
 * Reads what the registry stores from nodes that nobody trusts: what they answer is verified
 * against a trusted block before it is looked at (registry.md "Proofs"). Safe for use by several
 * threads.
 */
final class ProvenReader {

  private final RegistryId registry;
  private final Providers providers;

  ProvenReader(RegistryId registry, Providers providers) {
    this.registry = registry;
    this.providers = providers;
  }

  /**
   * The state of these identities in a trusted block, by one question.
   *
   * @param ids at most {@value ProofReader#AT_ONCE}; none for the storage root alone
   * @throws RegistryException.NoContract if the registry is provably not there
   */
  ProvenState read(AnchoredBlock block, List<IdHash> ids, Duration patience)
      throws RegistryException {
    return providers.ask(
        patience,
        node -> verify(block, ids, new ProofReader(node).prove(ids, block.block()), node));
  }

  /**
   * The state of an identity, and what proves it to somebody else.
   *
   * @param branches verified
   */
  record ProvenSlot(Slot slot, SlotBranches branches) {}

  /** The state of an identity in a trusted block with its proof, by one question. */
  ProvenSlot prove(AnchoredBlock block, IdHash id, Duration patience) throws RegistryException {
    return providers.ask(
        patience,
        node -> {
          RegistryBranches branches = new ProofReader(node).prove(List.of(id), block.block());
          Slot slot = verify(block, List.of(id), branches, node).slot(id);
          return new ProvenSlot(
              slot, new SlotBranches(branches.account(), branches.slots().get(0)));
        });
  }

  private ProvenState verify(
      AnchoredBlock block, List<IdHash> ids, RegistryBranches branches, EthereumNode node)
      throws RegistryException {
    try {
      AccountState account =
          StateProof.account(block.stateRoot(), registry.contract(), branches.account())
              .orElseThrow(() -> noContract(block));
      Map<IdHash, Slot> slots = new HashMap<>();
      for (int i = 0; i < ids.size(); i++) {
        byte[] word = StateProof.slot(account, Slot.key(ids.get(i)), branches.slots().get(i));
        slots.put(ids.get(i), Slot.of(word).orElseThrow(() -> noContract(block)));
      }
      return new ProvenState(block, account.storageRoot(), slots);
    } catch (ProofException e) {
      throw new RegistryException.Unproven(
          "%s answered what %s does not commit to (%s): it lies, or it serves another chain"
              .formatted(node.endpoint(), block.block(), e.getMessage()),
          e);
    }
  }

  private RegistryException.NoContract noContract(AnchoredBlock block) {
    return new RegistryException.NoContract(
        "there is no DPK registry at %s on chain %d in %s: check the address, or wait until the block of its deployment is trusted"
            .formatted(registry.contract(), registry.chainId(), block.block()));
  }
}

package org.dpk.provider.internal.staple;

import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;

/** Judges staples against the blocks that this end trusts, without a question to anybody. */
public final class StapleCheck {

  private final RegistryId registry;
  private final BlockAnchor anchor;

  /**
   * @param anchor whose blocks count
   */
  public StapleCheck(RegistryId registry, BlockAnchor anchor) {
    this.registry = registry;
    this.anchor = anchor;
  }

  /**
   * What a staple proves: that its record is active in the newest block that is covered.
   *
   * @param claimed who brought it
   * @return empty if it is of no use here: a record alone, a block that is not covered, or one
   *     after which the identity changed
   * @throws WrongStaple if no sound peer sends it
   */
  public Optional<Lookup.Active> check(DpkIdentity claimed, Staple staple) throws WrongStaple {
    if (!staple.record().identity().equals(claimed)) {
      throw new WrongStaple("the staple is of another identity");
    }
    Staple.Evidence evidence = staple.evidence();
    if (evidence == null) {
      return Optional.empty();
    }
    if (evidence.chainId() != registry.chainId()) {
      throw new WrongStaple("the staple is of another chain");
    }
    RecentBlocks recent = anchor.recent();
    AnchoredBlock block = recent.find(evidence.blockHash()).orElse(null);
    AnchoredBlock newest = recent.newest().orElse(null);
    if (block == null || newest == null) {
      return Optional.empty();
    }
    IdHash id = RecordCodec.idHash(claimed);
    AccountState account = account(block, evidence);
    byte[] word = word(account, id, evidence);
    requireNamed(word, staple.record());
    // a thief would staple the block before the revocation: what changed since proves nothing now
    return recent.isUnchangedSince(id, block, account.storageRoot())
            && anchor.rely(id, word, newest, account.storageRoot())
        ? Optional.of(
            new Lookup.Active(staple.record().record(), newest.block(), anchor.assurance()))
        : Optional.empty();
  }

  /** The branches lead from this block's state to this registry, or nowhere. */
  private AccountState account(AnchoredBlock block, Staple.Evidence evidence) throws WrongStaple {
    try {
      return StateProof.account(block.stateRoot(), registry.contract(), evidence.accountProof())
          .orElseThrow(() -> new WrongStaple("the registry is not in the stapled block"));
    } catch (ProofException e) {
      throw new WrongStaple("the staple proves nothing: " + e.getMessage(), e);
    }
  }

  /** And from there to this identity, or nowhere. */
  private static byte[] word(AccountState account, IdHash id, Staple.Evidence evidence)
      throws WrongStaple {
    try {
      return StateProof.slot(account, Slot.key(id), evidence.storageProof());
    } catch (ProofException e) {
      throw new WrongStaple("the staple proves nothing: " + e.getMessage(), e);
    }
  }

  private static void requireNamed(byte[] word, EncodedRecord record) throws WrongStaple {
    Slot slot =
        Slot.of(word)
            .orElseThrow(() -> new WrongStaple("the stapled slot is none of the registry"));
    if (slot.status() != Slot.Status.ACTIVE || !slot.names(record.digest())) {
      throw new WrongStaple("the stapled slot does not name the stapled record");
    }
  }
}

package org.dpk.provider.internal.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;

/** Judges offline proofs. Asks nobody. */
public final class ProofCheck {

  private final BlockNaming naming;
  private final Assurance assurance;

  /**
   * @param naming how the chain hashes its headers
   * @param assurance of whoever vouches for the blocks
   */
  public ProofCheck(BlockNaming naming, Assurance assurance) {
    this.naming = naming;
    this.assurance = assurance;
  }

  /**
   * What a proof shows, for whoever trusts one of its blocks.
   *
   * @param lookup what the identity was in the first block
   * @param blocks of the headers, ascending: each vouches for all before it
   */
  public record Shown(Lookup lookup, List<BlockRef> blocks) {

    /** Whether this is one of the blocks. */
    public boolean holds(byte[] blockHash) {
      return blocks.stream().anyMatch(block -> Arrays.equals(block.hash(), blockHash));
    }

    /** The newest of the blocks. */
    public BlockRef last() {
      return blocks.get(blocks.size() - 1);
    }
  }

  /**
   * Verifies all that a proof says but that its blocks are part of the chain.
   *
   * @throws BadProofFile if a header, a branch or the record is not what the one before commits to
   */
  public Shown check(OfflineProof proof) throws BadProofFile {
    try {
      List<BlockHeader> headers = linked(proof.headers());
      Slot slot = slot(proof, headers.get(0));
      List<BlockRef> blocks = headers.stream().map(BlockHeader::block).toList();
      return new Shown(lookup(proof, slot, blocks.get(0)), blocks);
    } catch (ProofException e) {
      throw new BadProofFile("the proof does not hold: " + e.getMessage(), e);
    }
  }

  private List<BlockHeader> linked(List<byte[]> encoded) throws ProofException {
    if (encoded.isEmpty()) {
      throw new ProofException("it has no header");
    }
    List<BlockHeader> headers = new ArrayList<>(encoded.size());
    for (byte[] each : encoded) {
      BlockHeader header = BlockHeader.decode(each, naming);
      if (!headers.isEmpty() && !follows(header, headers.get(headers.size() - 1))) {
        throw new ProofException("its headers are no chain");
      }
      headers.add(header);
    }
    return headers;
  }

  private static boolean follows(BlockHeader child, BlockHeader parent) {
    return Arrays.equals(child.parentHash(), parent.block().hash())
        && child.block().number() == parent.block().number() + 1;
  }

  private static Slot slot(OfflineProof proof, BlockHeader header) throws ProofException {
    AccountState account =
        StateProof.account(header.stateRoot(), proof.registry().contract(), proof.accountProof())
            .orElseThrow(() -> new ProofException("there is no registry in that block"));
    byte[] key = Slot.key(RecordCodec.idHash(proof.identity()));
    return Slot.of(StateProof.slot(account, key, proof.storageProof()))
        .orElseThrow(() -> new ProofException("the slot is none of a registry"));
  }

  private Lookup lookup(OfflineProof proof, Slot slot, BlockRef block) throws ProofException {
    return switch (slot.status()) {
      case ABSENT -> new Lookup.Absent(proof.identity(), block, assurance);
      case REVOKED -> new Lookup.Revoked(proof.identity(), slot.changed(), block, assurance);
      case ACTIVE -> new Lookup.Active(named(proof, slot).record(), block, assurance);
    };
  }

  private static EncodedRecord named(OfflineProof proof, Slot slot) throws ProofException {
    EncodedRecord record = proof.record();
    if (record == null
        || !record.identity().equals(proof.identity())
        || !slot.names(record.digest())) {
      throw new ProofException("the record is not the one that the registry names");
    }
    return record;
  }
}

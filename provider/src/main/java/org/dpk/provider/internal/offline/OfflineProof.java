package org.dpk.provider.internal.offline;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.proof.MerklePatricia;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.WrongStaple;
import org.jspecify.annotations.Nullable;

/**
 * What proves the state of an identity in a block, and how that block hangs together with later
 * ones. Holds what it was given: {@link ProofCheck} judges it.
 *
 * @param registry the chain and the contract
 * @param identity whose state it is
 * @param record as it stands in the registry; null where the proof is of an identity that has none
 * @param headers RLP, ascending, each the child of the one before; the first is that of the block
 *     whose state is proven, the last that of a block that its maker took for trusted; 1 to {@value
 *     #MAX_HEADERS}
 * @param accountProof from the first header's state root to the registry's account (EIP-1186)
 * @param storageProof from the registry's storage root to the identity's slot
 */
public record OfflineProof(
    RegistryId registry,
    DpkIdentity identity,
    @Nullable EncodedRecord record,
    List<byte[]> headers,
    List<byte[]> accountProof,
    List<byte[]> storageProof) {

  /** The most headers: more are better fetched than carried. */
  public static final int MAX_HEADERS = 1024;

  /**
   * @throws IllegalArgumentException if there are no headers or nodes, or too many
   */
  public OfflineProof {
    headers = bounded(headers, MAX_HEADERS, "headers");
    accountProof = bounded(accountProof, MerklePatricia.MAX_NODES, "nodes");
    storageProof = bounded(storageProof, MerklePatricia.MAX_NODES, "nodes");
  }

  private static List<byte[]> bounded(List<byte[]> parts, int most, String what) {
    if (parts.size() > most) {
      throw new IllegalArgumentException("a proof has at most " + most + " " + what);
    }
    return List.copyOf(parts);
  }

  /**
   * What a device sends along with its first message (protocol.md "Staple"), so that its peer need
   * not ask the chain; good as long as the peer covers the block.
   *
   * @param blockHash of the first header, 32 bytes
   * @throws WrongStaple if there is no record to staple, or it would be too long
   */
  public byte[] staple(byte[] blockHash) throws WrongStaple {
    if (record == null) {
      throw new WrongStaple(identity + " has no record to staple");
    }
    return new Staple(
            record, new Staple.Evidence(registry.chainId(), blockHash, accountProof, storageProof))
        .encode();
  }
}

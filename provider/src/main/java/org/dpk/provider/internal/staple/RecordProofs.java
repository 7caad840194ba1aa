package org.dpk.provider.internal.staple;

import java.util.concurrent.CompletableFuture;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.ethereum.SlotBranches;

/** Who serves proofs: a node. Safe for use by several threads. */
@FunctionalInterface
public interface RecordProofs {

  /**
   * Asks for the branches to an identity's slot. Does not block.
   *
   * @return not verified; completes in bounded time, or fails with a {@link
   *     org.dpk.provider.RegistryException}
   */
  CompletableFuture<SlotBranches> prove(IdHash id, BlockRef block);
}

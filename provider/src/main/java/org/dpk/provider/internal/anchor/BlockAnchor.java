package org.dpk.provider.internal.anchor;

import org.dpk.provider.Assurance;
import org.dpk.provider.IdHash;

/**
 * Who knows which blocks are part of the chain: one's own node, or a light client. Safe for use by
 * several threads.
 */
public interface BlockAnchor {

  /** Covers no block. */
  BlockAnchor NONE = () -> RecentBlocks.NONE;

  /**
   * The blocks that are covered now. Does not block and asks nobody: whoever names a block that is
   * not among them causes no traffic.
   */
  RecentBlocks recent();

  /** What a look-up rests on that is proven from one of these blocks. */
  default Assurance assurance() {
    return Assurance.TRUSTED_NODE;
  }

  /**
   * Says that an answer is given that rests on a covered block, so that a change of it is reported
   * from then on. Does not block.
   *
   * @param word what the registry's slot of this identity holds, 32 bytes
   * @param newest the block that the answer holds at
   * @param storageRoot a root of the registry's storage under which the slot holds that, 32 bytes
   * @return false if a change may have been missed already: then the answer must not be given
   */
  default boolean rely(IdHash id, byte[] word, AnchoredBlock newest, byte[] storageRoot) {
    return true;
  }
}

package org.dpk.provider.internal.anchor;

import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.proof.BlockHeader;

/**
 * A block whose state may be relied on.
 *
 * @param parentHash the hash of the block before, 32 bytes; not copied
 * @param stateRoot of the state after this block, 32 bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read only
public record AnchoredBlock(BlockRef block, byte[] parentHash, byte[] stateRoot) {

  /** With this header, whose hash is trusted. */
  public static AnchoredBlock of(BlockHeader header) {
    return new AnchoredBlock(header.block(), header.parentHash(), header.stateRoot());
  }
}

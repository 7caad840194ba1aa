package org.dpk.provider.internal.anchor;

import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.proof.BlockHeader;
import org.jspecify.annotations.Nullable;

/**
 * A block whose state may be relied on. Two of the same hash are equal: it stands for the rest.
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AnchoredBlock that && block.equals(that.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return "anchored " + block;
  }
}

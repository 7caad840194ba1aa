package org.dpk.provider.internal.ethereum;

import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;

/** Hears of changes on chain, one at a time, on a thread of the node; does not block. */
public interface ChangeListener {

  /** An identity changed. May be told more than once. */
  void changed(IdentityChanged change);

  /**
   * The chain was reorganised: what was read at a block above {@code fork} may not be so any more.
   * What stands in the new blocks is reported by {@link #changed}.
   *
   * @param fork the height of the last block that stayed
   */
  void reorganised(long fork);

  /**
   * Changes may have been missed, as more blocks passed unseen than can be read again, or as the
   * chain is another one than before: nothing that was read so far is certain.
   */
  void missed();

  /**
   * Changes of this identity are not noticed any more, until it is read again: what was read of it
   * is not confirmed by {@link #confirmed}.
   *
   * @param block the newest that is certain; what was read may be of that block
   */
  default void unwatched(IdHash id, long block) {
    changed(new IdentityChanged(id, false, block));
  }

  /**
   * Everything that was read at one block, and not reported as changed, is proven to be the same at
   * a later one.
   *
   * @param since where it was read, or confirmed before
   * @param block the newest; the same as {@code since} where the chain rests
   */
  default void confirmed(BlockRef since, BlockRef block) {}
}

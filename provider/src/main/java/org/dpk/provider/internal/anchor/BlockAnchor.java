package org.dpk.provider.internal.anchor;

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
}

package org.dpk.provider.internal.ethereum;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.dpk.provider.BlockRef;

/** The newest blocks that were seen, so that a reorganisation can be traced back to its fork. */
final class SeenBlocks {

  /** Deeper than any reorganisation of a chain that is used (registry.md "Proofs"). */
  private static final int CAPACITY = 256;

  private final Deque<BlockRef> blocks = new ArrayDeque<>();

  SeenBlocks(BlockRef start) {
    blocks.addLast(start);
  }

  /** The newest one; there always is one. */
  BlockRef last() {
    return blocks.getLast();
  }

  /** A block on top of the newest one. */
  void add(BlockRef block) {
    if (blocks.size() == CAPACITY) {
      blocks.removeFirst();
    }
    blocks.addLast(block);
  }

  /** Forgets the newest one, and names the one below; empty, and nothing forgotten, at the last. */
  Optional<BlockRef> stepBack() {
    if (blocks.size() == 1) {
      return Optional.empty();
    }
    blocks.removeLast();
    return Optional.of(blocks.getLast());
  }

  /** Starts over. */
  void reset(BlockRef block) {
    blocks.clear();
    blocks.addLast(block);
  }
}

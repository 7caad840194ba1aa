package org.dpk.provider.internal.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A binary hash tree of which some leaves are known; what is beside them is made up from a seed.
 */
record SparseTree(Map<Integer, Root> leaves, long seed) {

  Root root() {
    return node(1);
  }

  /** From the leaf up. */
  List<Root> branch(int gindex) {
    List<Root> branch = new ArrayList<>();
    for (int node = gindex; node > 1; node /= 2) {
      branch.add(node(node ^ 1));
    }
    return branch;
  }

  private Root node(int gindex) {
    Root leaf = leaves.get(gindex);
    if (leaf != null) {
      return leaf;
    }
    boolean isAbove = leaves.keySet().stream().anyMatch(each -> isAbove(gindex, each));
    return isAbove ? Merkle.pair(node(2 * gindex), node(2 * gindex + 1)) : madeUp(gindex);
  }

  private static boolean isAbove(int gindex, int leaf) {
    int down = Merkle.depth(leaf) - Merkle.depth(gindex);
    return down > 0 && leaf >> down == gindex;
  }

  private Root madeUp(int gindex) {
    byte[] bytes = new byte[Root.LENGTH];
    new Random(seed * 31 + gindex).nextBytes(bytes);
    return Root.of(bytes);
  }
}

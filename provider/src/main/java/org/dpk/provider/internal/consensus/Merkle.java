package org.dpk.provider.internal.consensus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Binary hash trees of SHA-256 (ssz/simple-serialize.md "Merkleization", ssz/merkle-proofs.md). */
final class Merkle {

  private static final int CHUNK = 32;

  private Merkle() {}

  /** The root of these chunks, filled up with zeros to the next power of two. */
  static Root root(List<Root> chunks) {
    MessageDigest sha256 = sha256();
    List<Root> layer = new ArrayList<>(chunks);
    Root zero = Root.ZERO;
    while (layer.size() > 1) {
      if (layer.size() % 2 != 0) {
        layer.add(zero);
      }
      for (int i = 0; i < layer.size() / 2; i++) {
        layer.set(i, pair(sha256, layer.get(2 * i), layer.get(2 * i + 1)));
      }
      layer.subList(layer.size() / 2, layer.size()).clear();
      zero = pair(sha256, zero, zero);
    }
    return layer.get(0);
  }

  /** The root of bytes, packed into chunks. */
  static Root rootOf(byte[] bytes) {
    List<Root> chunks = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += CHUNK) {
      chunks.add(Root.of(Arrays.copyOfRange(bytes, from, from + CHUNK)));
    }
    return root(chunks);
  }

  static Root pair(Root left, Root right) {
    return pair(sha256(), left, right);
  }

  /**
   * Whether a branch leads from a leaf to a root (is_valid_normalized_merkle_branch of
   * specs/altair/light-client/sync-protocol.md): where a container of a later fork, whose tree is
   * deeper, has it, zeros stand in front.
   *
   * @param gindex the leaf's generalized index
   */
  static boolean leads(Root leaf, List<Root> branch, int gindex, Root root) {
    int extra = branch.size() - depth(gindex);
    if (extra < 0 || !branch.subList(0, extra).stream().allMatch(Root::isZero)) {
      return false;
    }
    MessageDigest sha256 = sha256();
    Root node = leaf;
    int index = gindex;
    for (Root sibling : branch.subList(extra, branch.size())) {
      node = index % 2 == 0 ? pair(sha256, node, sibling) : pair(sha256, sibling, node);
      index /= 2;
    }
    return node.equals(root);
  }

  /** How many nodes a branch has. */
  static int depth(int gindex) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(gindex);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Root pair(MessageDigest sha256, Root left, Root right) {
    left.feed(sha256);
    right.feed(sha256);
    return Root.of(sha256.digest());
  }
}

package org.dpk.benchmarks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dpk.provider.internal.record.Keccak256;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/**
 * One way through a Merkle-Patricia trie that is full to a depth, so that its proof is as long as
 * that of a chain with 16 to the power of that depth entries. The neighbours are hashes of nothing.
 *
 * @param root 32 bytes
 * @param nodes from the root on
 */
record TrieBranch(byte[] root, List<byte[]> nodes) {

  private static final int CHILDREN = 16;

  static TrieBranch of(byte[] key, byte[] value, int depth, Random random) {
    String path = HexFormat.of().formatHex(Keccak256.hash(key));
    List<byte[]> nodes = new ArrayList<>();
    nodes.add(leaf(path.substring(depth), value));
    for (int i = depth - 1; i >= 0; i--) {
      nodes.add(0, branch(Character.digit(path.charAt(i), CHILDREN), nodes.get(0), random));
    }
    return new TrieBranch(Keccak256.hash(nodes.get(0)), nodes);
  }

  private static byte[] leaf(String path, byte[] value) {
    String flagged = (path.length() % 2 == 0 ? "20" : "3") + path;
    return list(HexFormat.of().parseHex(flagged), value);
  }

  private static byte[] branch(int place, byte[] child, Random random) {
    byte[][] children = new byte[CHILDREN + 1][];
    for (int i = 0; i < CHILDREN; i++) {
      children[i] = new byte[Keccak256.LENGTH];
      random.nextBytes(children[i]);
    }
    children[place] = Keccak256.hash(child);
    children[CHILDREN] = new byte[0];
    return list(children);
  }

  /** An account in the state. */
  static byte[] account(byte[] storageRoot) {
    byte[] codeHash = Keccak256.hash(new byte[] {1});
    return list(new byte[] {1}, BigInteger.TEN.pow(18).toByteArray(), storageRoot, codeHash);
  }

  /** A number of 32 bytes in a slot. */
  static byte[] word(byte[] bytes) {
    return RlpEncoder.encode(RlpString.create(bytes));
  }

  private static byte[] list(byte[]... strings) {
    Stream<RlpType> items = Arrays.stream(strings).map(RlpString::create);
    return RlpEncoder.encode(new RlpList(items.toList()));
  }
}

package org.dpk.provider.internal.proof;

import java.util.Arrays;
import java.util.List;
import org.dpk.provider.internal.proof.ProvenEntry.Absent;
import org.dpk.provider.internal.proof.ProvenEntry.Present;
import org.dpk.provider.internal.record.Keccak256;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a branch of a modified Merkle-Patricia trie (Yellow Paper, appendix D) whose keys are
 * Keccak-256 hashes, as those of accounts and storage are.
 *
 * <p>A proof is the nodes from the root down to where the key ends, each named by its parent's
 * reference. It has to have all of them, in this order and no other: a proof that ends too early is
 * no proof of absence. Two things that say nothing may be there or not, since real nodes differ in
 * them: a short node once more behind the one that it stands in, and nodes of no bytes.
 */
public final class MerklePatricia {

  /** The most nodes of a proof: mainnet's, with 300 million accounts, have up to eleven. */
  public static final int MAX_NODES = 32;

  /** The longest node in bytes: a full branch has 532. */
  public static final int MAX_NODE_LENGTH = 1024;

  private static final int KEY_NIBBLES = 2 * Keccak256.LENGTH;
  private static final int BRANCH_ITEMS = 17;

  /** A node whose encoding is shorter stands in its parent, in place of its hash. */
  private static final int HASHED_FROM = 32;

  private static final byte[] EMPTY_NODE = {(byte) 0x80};
  static final byte[] EMPTY_ROOT = Keccak256.hash(EMPTY_NODE);

  private final byte[] key;
  private final List<byte[]> nodes;
  private int taken; // of the nodes
  private int nibble; // of the key, that the next node begins with

  private MerklePatricia(byte[] key, List<byte[]> nodes) {
    this.key = key;
    this.nodes = nodes;
  }

  /**
   * What the trie with this root says of a key.
   *
   * @param root 32 bytes
   * @param key 32 bytes, hashed already
   * @param proof the nodes' encodings, root first
   * @throws ProofException if the nodes are not exactly those that lead from the root to the answer
   */
  public static ProvenEntry find(byte[] root, byte[] key, List<byte[]> proof)
      throws ProofException {
    if (key.length != Keccak256.LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
    }
    requireBounds(proof);
    if (Arrays.equals(root, EMPTY_ROOT) && isEmptyTrie(proof)) {
      return new Absent();
    }
    MerklePatricia walk = new MerklePatricia(key, proof);
    ProvenEntry entry = walk.from(root);
    if (walk.listed() != null) {
      throw new ProofException("nodes follow that do not belong to the proof");
    }
    return entry;
  }

  private static void requireBounds(List<byte[]> proof) throws ProofException {
    if (proof.size() > MAX_NODES) {
      throw new ProofException("a proof has at most %d nodes".formatted(MAX_NODES));
    }
    for (byte[] node : proof) {
      if (node.length > MAX_NODE_LENGTH) {
        throw new ProofException("a node has at most %d bytes".formatted(MAX_NODE_LENGTH));
      }
    }
  }

  /** An empty trie has no nodes; some clients send the encoding of nothing. */
  private static boolean isEmptyTrie(List<byte[]> proof) {
    return proof.isEmpty() || proof.size() == 1 && Arrays.equals(proof.get(0), EMPTY_NODE);
  }

  private ProvenEntry from(byte[] root) throws ProofException {
    RlpItem node = next(root, true);
    while (true) {
      RlpItem.Sequence items = sequence(node);
      RlpItem child = null;
      if (items.items().size() == BRANCH_ITEMS) {
        child = branch(items);
      } else if (items.items().size() == 2) {
        Path path = Path.of(items.items().get(0).bytes("a path"));
        if (path.leaf) {
          return leaf(path, items.items().get(1));
        }
        child = extension(path, items.items().get(1));
      } else {
        throw new ProofException("a node has 17 or 2 items");
      }
      if (child == null) {
        return new Absent();
      }
      node = resolve(child);
    }
  }

  private RlpItem next(byte[] hash, boolean root) throws ProofException {
    byte[] encoded = listed();
    if (encoded == null) {
      throw new ProofException("the proof ends too early");
    }
    taken++;
    if (!Arrays.equals(Keccak256.hash(encoded), hash)) {
      throw new ProofException("a node is not the one that is referred to");
    }
    if (!root && encoded.length < HASHED_FROM) {
      throw new ProofException("a short node is referred to by its hash");
    }
    return Rlp.decode(encoded);
  }

  private RlpItem resolve(RlpItem child) throws ProofException {
    if (child instanceof RlpItem.Bytes) {
      return next(child.fixed(Keccak256.LENGTH, "a reference"), false);
    }
    RlpItem.Sequence embedded = sequence(child);
    if (embedded.encodedLength() >= HASHED_FROM) {
      throw new ProofException("a long node stands inside another");
    }
    byte[] listed = listed();
    if (listed != null && embedded.isEncodedAs(listed)) {
      taken++; // EIP-1186 does not say, and EthereumJS lists it once more
    }
    return embedded;
  }

  /** The next node of the proof; null if there is none. */
  private byte @Nullable [] listed() {
    // Nethermind, until 2026, listed the empty child of a branch as a node of no bytes
    while (taken < nodes.size() && nodes.get(taken).length == 0) {
      taken++;
    }
    return taken < nodes.size() ? nodes.get(taken) : null;
  }

  /** The child that the key leads to; null if there is none. */
  private @Nullable RlpItem branch(RlpItem.Sequence branch) throws ProofException {
    if (nibble == KEY_NIBBLES || branch.items().get(16).bytes("a branch's value").length > 0) {
      throw new ProofException("a key ends in a branch");
    }
    RlpItem child = branch.items().get(nibble(key, nibble++));
    return child instanceof RlpItem.Bytes reference && reference.isEmpty() ? null : child;
  }

  /** The child, if the key leads to it; null if it leads elsewhere. */
  private @Nullable RlpItem extension(Path path, RlpItem child) throws ProofException {
    if (path.length() == 0 || nibble + path.length() >= KEY_NIBBLES) {
      throw new ProofException("an extension has no such length");
    }
    if (!path.leads(key, nibble)) {
      return null;
    }
    nibble += path.length();
    return child;
  }

  private ProvenEntry leaf(Path path, RlpItem value) throws ProofException {
    if (nibble + path.length() != KEY_NIBBLES) {
      throw new ProofException("a key has not 64 nibbles");
    }
    byte[] bytes = value.bytes("a leaf's value");
    if (bytes.length == 0) {
      throw new ProofException("a leaf has no value");
    }
    return path.leads(key, nibble) ? new Present(bytes) : new Absent();
  }

  private static RlpItem.Sequence sequence(RlpItem node) throws ProofException {
    if (node instanceof RlpItem.Sequence sequence) {
      return sequence;
    }
    throw new ProofException("a node is a sequence");
  }

  private static int nibble(byte[] bytes, int index) {
    int pair = bytes[index / 2] & 0xFF;
    return index % 2 == 0 ? pair >>> 4 : pair & 0xF;
  }

  /** Hex prefix encoding (Yellow Paper, appendix C): the first nibble tells leaf and odd length. */
  @SuppressWarnings("ArrayRecordComponent") // of this class only, and never compared
  private record Path(byte[] encoded, boolean leaf, boolean odd) {

    static Path of(byte[] encoded) throws ProofException {
      int flags = encoded.length == 0 ? 0xFF : (encoded[0] & 0xFF) >>> 4;
      Path path = new Path(encoded, (flags & 2) != 0, (flags & 1) != 0);
      if (flags > 3 || !path.odd && (encoded[0] & 0xF) != 0) {
        throw new ProofException("a path is not encoded as a path");
      }
      return path;
    }

    int length() {
      return 2 * encoded.length - (odd ? 1 : 2);
    }

    boolean leads(byte[] key, int from) {
      int skipped = odd ? 1 : 2;
      for (int i = 0; i < length(); i++) {
        if (nibble(encoded, skipped + i) != nibble(key, from + i)) {
          return false;
        }
      }
      return true;
    }
  }
}

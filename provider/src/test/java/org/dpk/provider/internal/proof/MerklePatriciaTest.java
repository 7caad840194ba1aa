package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;

/** Yellow Paper, appendices C and D. */
class MerklePatriciaTest {

  private static final byte[] VALUE = {42};

  /** Where keys differ: so that a branch is deep, and still within the bound. */
  private static final int[] PLACES = {0, 7, 30, 31, 31};

  /** Tries of all shapes: long common paths make extensions, small leaves stand inside branches. */
  @Test
  void everyKeyIsPresentOrAbsentAndNothingElse() throws Exception {
    Random random = new Random(1);
    int present = 0;
    int absent = 0;
    for (int round = 0; round < 300; round++) {
      Map<String, byte[]> entries = entries(random);
      TrieBuilder trie = new TrieBuilder();
      entries.forEach((key, value) -> trie.put(bytes(key), value));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] key = bytes(entry.getKey());
        assertArrayEquals(entry.getValue(), present(trie.root(), key, trie.proof(key)));
        present++;
        byte[] near = near(key, random);
        if (!entries.containsKey(HexFormat.of().formatHex(near))) {
          assertInstanceOf(
              ProvenEntry.Absent.class, MerklePatricia.find(trie.root(), near, trie.proof(near)));
          absent++;
        }
      }
    }
    assertTrue(present > 3_000 && absent > 3_000, present + " present, " + absent + " absent");
  }

  @Test
  void whateverIsDoneToAProofIsNoticed() {
    Random random = new Random(2);
    int[] tampered = {0};
    for (int round = 0; round < 40; round++) {
      Map<String, byte[]> entries = entries(random);
      TrieBuilder trie = new TrieBuilder();
      entries.forEach((key, value) -> trie.put(bytes(key), value));
      byte[] key = bytes(entries.keySet().iterator().next());
      byte[] other = round % 2 == 0 ? key : near(key, random);
      List<byte[]> proof = trie.proof(other);
      tampered[0] +=
          Tampering.of(
              proof,
              changed ->
                  assertThrows(
                      ProofException.class,
                      () -> MerklePatricia.find(trie.root(), other, changed)));
    }
    System.out.println(tampered[0] + " changed proofs of made-up tries were refused");
    assertTrue(tampered[0] > 20_000);
  }

  @Test
  void aProofOfAnotherKeyIsNoProof() {
    TrieBuilder trie = new TrieBuilder();
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      keys.add(Keccak256.hash(new byte[] {(byte) i}));
      trie.put(keys.get(i), VALUE);
    }
    int refused = 0;
    for (byte[] key : keys.subList(0, 20)) {
      for (byte[] other : keys.subList(20, 40)) {
        assertThrows(
            ProofException.class, () -> MerklePatricia.find(trie.root(), key, trie.proof(other)));
        refused++;
      }
    }
    assertEquals(400, refused);
  }

  @Test
  void anEmptyTrieHasNothing() throws Exception {
    byte[] root = new TrieBuilder().root();
    byte[] key = new byte[32];
    assertInstanceOf(ProvenEntry.Absent.class, MerklePatricia.find(root, key, List.of()));
    assertInstanceOf(
        ProvenEntry.Absent.class,
        MerklePatricia.find(root, key, List.of(new byte[] {(byte) 0x80})));
    for (List<byte[]> wrong :
        List.of(
            List.of(new byte[0]),
            List.of(new byte[] {(byte) 0x80}, new byte[] {(byte) 0x80}),
            List.of(new byte[] {(byte) 0xC0}))) {
      assertThrows(ProofException.class, () -> MerklePatricia.find(root, key, wrong));
    }
    byte[] another = new TrieBuilder().put(key, VALUE).root();
    assertThrows(ProofException.class, () -> MerklePatricia.find(another, key, List.of()));
  }

  @Test
  void boundsComeFirst() {
    byte[] key = new byte[32];
    List<byte[]> many = Collections.nCopies(MerklePatricia.MAX_NODES + 1, new byte[1]);
    refused("at most 32 nodes", key, many);
    refused("at most 1024 bytes", key, List.of(new byte[MerklePatricia.MAX_NODE_LENGTH + 1]));
    refused("not the one", key, List.of(new byte[MerklePatricia.MAX_NODE_LENGTH]));
  }

  /** The root commits to each of these nodes, and still they are none. */
  @Test
  void nodesThatNoTrieHasAreRefused() {
    byte[] key = new byte[32];
    byte[] empty = TrieBuilder.string(new byte[0]);
    byte[] hash = TrieBuilder.string(new byte[32]);
    byte[] leafPath = new byte[33];
    leafPath[0] = 0x20;
    byte[] wholeLeaf = TrieBuilder.string(leafPath);
    refusedRoot("17 or 2 items", key, TrieBuilder.list(empty, empty, empty));
    refusedRoot("17 or 2 items", key, TrieBuilder.list());
    refusedRoot("a node is a sequence", key, TrieBuilder.string(new byte[40]));
    refusedRoot("a path", key, TrieBuilder.list(empty, hash));
    refusedRoot("not encoded as a path", key, TrieBuilder.list(path("40"), hash));
    refusedRoot("not encoded as a path", key, TrieBuilder.list(path("0100"), hash));
    refusedRoot("not encoded as a path", key, TrieBuilder.list(path("21"), hash));
    refusedRoot("no such length", key, TrieBuilder.list(path("00"), hash));
    refusedRoot("no such length", key, TrieBuilder.list(TrieBuilder.string(new byte[33]), hash));
    refusedRoot("64 nibbles", key, TrieBuilder.list(path("20"), hash));
    refusedRoot("64 nibbles", key, TrieBuilder.list(path("200000"), hash));
    refusedRoot("no value", key, TrieBuilder.list(wholeLeaf, empty));
    refusedRoot("a leaf's value", key, TrieBuilder.list(wholeLeaf, TrieBuilder.list()));
    refusedRoot("a reference", key, branch(TrieBuilder.string(new byte[31]), empty));
    refusedRoot("ends in a branch", key, branch(hash, TrieBuilder.string(VALUE)));
    refusedRoot("a branch's value", key, branch(hash, TrieBuilder.list()));
    refusedRoot("inside another", key, branch(TrieBuilder.list(hash, hash), empty));
    refusedRoot("a path is a sequence", key, TrieBuilder.list(TrieBuilder.list(), hash));
    refusedRoot("ends too early", key, branch(hash, empty));
  }

  @Test
  void aShortNodeStandsInItsParent() {
    byte[] shortLeaf = TrieBuilder.list(path("20"), TrieBuilder.string(VALUE));
    byte[] empty = TrieBuilder.string(new byte[0]);
    byte[] root = branch(TrieBuilder.string(Keccak256.hash(shortLeaf)), empty);
    refused("short node", new byte[32], List.of(root, shortLeaf), Keccak256.hash(root));
  }

  /**
   * What {@code @ethereumjs/mpt} 10.1.2 makes of three keys, two of which differ in the last nibble
   * only: a branch inside an extension, and a leaf inside that branch, each listed once more.
   */
  @Test
  void aNodeInsideAnotherMayBeListedOnceMore() throws Exception {
    byte[] root = bytes("924ef420aecf71673de571dc612b836546b4e0431dc682dadc6950e9a373d651");
    List<byte[]> proof =
        List.of(
            bytes(
                "f85180a0a1c812240dbb9bba8c1139757629a0388b947fb572568a2fa8c6b794a167b650a029a157356a"
                    + "ac0b3f89b7829eea62eafa7b282b1b9af5a21da4b4054fda03f2008080808080808080808080808080"),
            bytes(
                "f7a00011111111111111111111111111111111111111111111111111111111111110"
                    + "d5c22005c22006808080808080808080808080808080"),
            bytes("d5c22005c22006808080808080808080808080808080"),
            bytes("c22005"));
    byte[] key = bytes("11".repeat(31) + "00");
    byte[] absent = bytes("11".repeat(31) + "03");
    for (int length = 2; length <= 4; length++) {
      assertArrayEquals(new byte[] {5}, present(root, key, proof.subList(0, length)));
    }
    assertArrayEquals(
        new byte[] {5}, present(root, key, List.of(proof.get(0), proof.get(1), proof.get(3))));
    for (int length = 2; length <= 3; length++) {
      assertInstanceOf(
          ProvenEntry.Absent.class, MerklePatricia.find(root, absent, proof.subList(0, length)));
    }
    refused("nodes follow", absent, proof, root);
    for (int at = 0; at < 4; at++) {
      List<byte[]> doubled = new ArrayList<>(proof);
      doubled.add(at, proof.get(at));
      refused("", key, doubled, root);
    }
    List<byte[]> swapped = new ArrayList<>(proof);
    Collections.swap(swapped, 2, 3);
    refused("nodes follow", key, swapped, root);
    refused("nodes follow", key, List.of(proof.get(0), proof.get(1), bytes("c22006")), root);
  }

  /** As Nethermind listed the empty child of a branch. */
  @Test
  void aNodeOfNoBytesSaysNothing() throws Exception {
    TrieBuilder trie = new TrieBuilder();
    for (int i = 0; i < 40; i++) {
      trie.put(Keccak256.hash(new byte[] {(byte) i}), VALUE);
    }
    byte[] key = Keccak256.hash(new byte[] {7});
    byte[] absent = key.clone();
    absent[1] ^= 1;
    byte[] nothing = {};
    for (int at = 0; at <= trie.proof(key).size(); at++) {
      List<byte[]> proof = new ArrayList<>(trie.proof(key));
      proof.add(at, nothing);
      assertArrayEquals(VALUE, present(trie.root(), key, proof));
      proof.add(at, nothing);
      assertArrayEquals(VALUE, present(trie.root(), key, proof));
    }
    List<byte[]> proof = new ArrayList<>(trie.proof(absent));
    proof.add(nothing);
    assertInstanceOf(ProvenEntry.Absent.class, MerklePatricia.find(trie.root(), absent, proof));
    refused("ends too early", key, List.of(nothing), trie.root());
    refused("ends too early", key, List.of(trie.proof(key).get(0), nothing), trie.root());
    refused("32 nodes", key, Collections.nCopies(33, nothing), trie.root());
  }

  private static byte[] branch(byte[] first, byte[] value) {
    byte[][] items = new byte[17][];
    Arrays.fill(items, TrieBuilder.string(new byte[0]));
    items[0] = first;
    items[16] = value;
    return TrieBuilder.list(items);
  }

  private static byte[] path(String hex) {
    return TrieBuilder.string(bytes(hex));
  }

  private static void refusedRoot(String why, byte[] key, byte[] root) {
    refused(why, key, List.of(root), Keccak256.hash(root));
  }

  private static void refused(String why, byte[] key, List<byte[]> proof) {
    refused(why, key, proof, new byte[32]);
  }

  private static void refused(String why, byte[] key, List<byte[]> proof, byte[] root) {
    ProofException e =
        assertThrows(ProofException.class, () -> MerklePatricia.find(root, key, proof));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  private static byte[] present(byte[] root, byte[] key, List<byte[]> proof) throws ProofException {
    return assertInstanceOf(ProvenEntry.Present.class, MerklePatricia.find(root, key, proof))
        .value();
  }

  /** Keys that differ early, late, or both. */
  private static Map<String, byte[]> entries(Random random) {
    Map<String, byte[]> entries = new HashMap<>();
    byte[] base = new byte[32];
    random.nextBytes(base);
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      byte[] key = near(base, random);
      if (random.nextInt(3) == 0) {
        random.nextBytes(key);
      }
      byte[] value = new byte[1 + random.nextInt(random.nextBoolean() ? 3 : 60)];
      random.nextBytes(value);
      entries.put(HexFormat.of().formatHex(key), value);
    }
    return entries;
  }

  private static byte[] near(byte[] key, Random random) {
    byte[] near = key.clone();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      near[PLACES[random.nextInt(PLACES.length)]] ^= (byte) (1 << random.nextInt(8));
    }
    return near;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.record.Keccak256;

/** What reads headers, accounts and the nodes of tries. */
public final class ProofDecoders {

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
              "RLP", ProofException.class, Rlp::decode, RlpTest::encode, ProofDecoders::nested),
          Decoder.canonical(
              "header of a block",
              ProofException.class,
              encoded -> {
                BlockHeader.decode(encoded);
                return encoded;
              },
              encoded -> encoded,
              ProofDecoders::header),
          Decoder.canonical(
              "account",
              ProofException.class,
              encoded -> {
                AccountState.decode(encoded);
                return encoded;
              },
              encoded -> encoded,
              ProofDecoders::account),
          // any node whose hash is asked for: what is read is its content
          Decoder.canonical(
              "node of a trie",
              ProofException.class,
              node -> {
                MerklePatricia.find(Keccak256.hash(node), new byte[32], List.of(node));
                return node;
              },
              node -> node,
              ProofDecoders::leaf));

  private ProofDecoders() {}

  private static byte[] nested(Random random) {
    byte[] item = TrieBuilder.string(bytes(random.nextInt(70), random));
    for (int depth = random.nextInt(8); depth > 0; depth--) {
      item = TrieBuilder.list(item, TrieBuilder.string(bytes(random.nextInt(3), random)));
    }
    return item;
  }

  private static byte[] header(Random random) {
    int[] counts = {15, 16, 17, 20, 21};
    int count = counts[random.nextInt(counts.length)];
    List<byte[]> items = new ArrayList<>();
    for (Field field : List.of(Field.values()).subList(0, count)) {
      byte[] number = bytes(1 + random.nextInt(7), random);
      number[0] |= 1;
      items.add(
          TrieBuilder.string(
              field.isNumber()
                  ? number
                  : field == Field.EXTRA_DATA
                      ? bytes(random.nextInt(400), random)
                      : bytes(StateProofTest.zeros(field).length, random)));
    }
    return TrieBuilder.list(items.toArray(byte[][]::new));
  }

  private static byte[] account(Random random) {
    return TrieBuilder.list(
        TrieBuilder.string(new byte[] {7}),
        TrieBuilder.string(new byte[0]),
        TrieBuilder.string(bytes(32, random)),
        TrieBuilder.string(bytes(32, random)));
  }

  private static byte[] leaf(Random random) {
    byte[] key = bytes(32, random);
    return new TrieBuilder().put(key, bytes(1 + random.nextInt(100), random)).proof(key).get(0);
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

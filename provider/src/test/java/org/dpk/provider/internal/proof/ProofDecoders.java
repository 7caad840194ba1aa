package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
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
          Decoder.stable(
              "header by its fields",
              ProofException.class,
              ProofDecoders::byFields,
              ProofDecoders::encoded,
              ProofDecoders::header),
          Decoder.canonical(
              "word of a slot",
              ProofException.class,
              ProofDecoders::word,
              word -> TrieBuilder.string(withoutZeros(word)),
              random -> TrieBuilder.string(nonZero(random))),
          // a key, and any node whose hash is asked for: what is read is its content
          Decoder.canonical(
              "node of a trie",
              ProofException.class,
              ProofDecoders::walked,
              input -> input,
              ProofDecoders::keyAndNode));

  /** Two leaves with such a value stand in their branch, and that in the root. */
  private static final byte[] SMALL = {5};

  private ProofDecoders() {}

  private static byte[] nested(Random random) {
    byte[] item = TrieBuilder.string(bytes(random.nextInt(70), random));
    for (int depth = random.nextInt(8); depth > 0; depth--) {
      item = TrieBuilder.list(item, TrieBuilder.string(bytes(random.nextInt(3), random)));
    }
    return item;
  }

  private static byte[] header(Random random) {
    int count = 15 + random.nextInt(Field.values().length - 14);
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
                      : bytes(BlockHeaderTest.zeros(field).length, random)));
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

  private static BlockHeader byFields(byte[] encoded) throws ProofException {
    if (!(Rlp.decode(encoded) instanceof RlpItem.Sequence sequence)
        || sequence.items().size() > Field.values().length) {
      throw new ProofException("no fields");
    }
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (RlpItem item : sequence.items()) {
      fields.put(Field.values()[fields.size()], item.bytes("a field"));
    }
    return BlockHeader.of(fields);
  }

  private static byte[] encoded(BlockHeader header) {
    return Rlp.encode(Stream.of(Field.values()).filter(header::has).map(header::value).toList());
  }

  private static byte[] word(byte[] value) throws ProofException {
    if (value.length == 0) {
      throw new ProofException("a leaf has a value");
    }
    byte[] slot = new byte[StateProof.WORD];
    byte[] key = Keccak256.hash(slot);
    TrieBuilder storage = new TrieBuilder().put(key, value);
    AccountState account = new AccountState(storage.root(), new byte[Keccak256.LENGTH]);
    return StateProof.slot(account, slot, storage.proof(key));
  }

  private static byte[] walked(byte[] input) throws ProofException {
    if (input.length < Keccak256.LENGTH) {
      throw new ProofException("no key");
    }
    byte[] node = Arrays.copyOfRange(input, Keccak256.LENGTH, input.length);
    MerklePatricia.find(
        Keccak256.hash(node), Arrays.copyOf(input, Keccak256.LENGTH), List.of(node));
    return input;
  }

  /** By the root alone it shows that the key is there, or that it is not, in each way there is. */
  private static byte[] keyAndNode(Random random) {
    byte[] key = bytes(Keccak256.LENGTH, random);
    byte[] value = bytes(1 + random.nextInt(100), random);
    byte[] elsewhere = with(key, 0, 0x10);
    TrieBuilder trie =
        switch (random.nextInt(5)) {
          case 0 -> new TrieBuilder().put(key, value);
          case 1 -> new TrieBuilder().put(elsewhere, value);
          case 2 -> new TrieBuilder().put(elsewhere, value).put(with(key, 0, 0x20), value);
          case 3 -> new TrieBuilder().put(elsewhere, value).put(with(elsewhere, 5, 1), value);
          default -> new TrieBuilder().put(key, SMALL).put(with(key, 31, 1), SMALL);
        };
    return concatenated(key, trie.proof(key).get(0));
  }

  private static byte[] with(byte[] key, int at, int mask) {
    byte[] other = key.clone();
    other[at] ^= (byte) mask;
    return other;
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] nonZero(Random random) {
    byte[] number = bytes(1 + random.nextInt(StateProof.WORD), random);
    number[0] |= 1;
    return number;
  }

  private static byte[] withoutZeros(byte[] number) {
    int zeros = 0;
    while (zeros < number.length && number[zeros] == 0) {
      zeros++;
    }
    return Arrays.copyOfRange(number, zeros, number.length);
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

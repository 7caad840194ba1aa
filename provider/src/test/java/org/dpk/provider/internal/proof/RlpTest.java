package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Yellow Paper, appendix B. */
class RlpTest {

  @Test
  void whatIsEncodedDecodesAndOtherwiseNothing() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<byte[]> strings = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        byte[] string = new byte[random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(3)];
        random.nextBytes(string);
        strings.add(string);
      }
      byte[] encoded = Rlp.encode(strings);
      assertArrayEquals(
          TrieBuilder.list(strings.stream().map(TrieBuilder::string).toArray(byte[][]::new)),
          encoded);
      RlpItem.Sequence decoded = (RlpItem.Sequence) Rlp.decode(encoded);
      assertEquals(encoded.length, decoded.encodedLength());
      assertEquals(strings.size(), decoded.items().size());
      for (int i = 0; i < strings.size(); i++) {
        assertArrayEquals(strings.get(i), decoded.items().get(i).bytes("it"));
      }
    }
  }

  /** Each is a second encoding of something, or none of anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "8100",
        "817f", // a small byte with a prefix
        "b800",
        "b837" + "00", // a short string with a long prefix
        "f800",
        "f80180", // a short sequence with a long prefix
        "b90038", // a length with a leading zero
        "b9",
        "b938",
        "c2",
        "c180" + "80",
        "82ff", // too short, too long
        "bfffffffffffffffff",
        "ffffffffffffffffff",
        "bb7fffffff",
        "fbffffffff", // far too long
        "c88363617483646f6700", // bytes after it
        "c28180" + "00",
        "c18180" // an item that reaches beyond its sequence
      })
  void whatIsNotCanonicalIsRefused(String hex) {
    assertThrows(ProofException.class, () -> Rlp.decode(HexFormat.of().parseHex(hex)));
  }

  @Test
  void sequencesNestSoDeepAndNoDeeper() throws Exception {
    byte[] nested = {(byte) 0x80};
    for (int depth = 1; depth < Rlp.MAX_DEPTH; depth++) {
      nested = TrieBuilder.list(nested);
      Rlp.decode(nested);
    }
    byte[] deeper = TrieBuilder.list(nested);
    assertThrows(ProofException.class, () -> Rlp.decode(deeper));
    byte[] veryDeep = new byte[100_000];
    Arrays.fill(veryDeep, (byte) 0xC1);
    assertThrows(ProofException.class, () -> Rlp.decode(veryDeep));
  }

  @Test
  void anyBytesDecodeToThemselvesOrNotAtAll() {
    Random random = new Random(8);
    int decoded = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      random.nextBytes(bytes);
      try {
        assertArrayEquals(bytes, encode(Rlp.decode(bytes)));
        decoded++;
      } catch (ProofException e) {
        // most are none
      }
    }
    assertTrue(decoded > 1_000, "only " + decoded + " of them were RLP");
  }

  /** Of each length around which a prefix has another form, alone and in a sequence. */
  @Test
  void whatIsWrittenIsWhatAnotherEncoderWrites() throws Exception {
    for (int length : new int[] {0, 1, 2, 55, 56, 57, 255, 256, 70_000}) {
      for (byte fill : new byte[] {0x7F, (byte) 0x80}) {
        byte[] value = new byte[length];
        Arrays.fill(value, fill);
        byte[] alone = TrieBuilder.string(value);
        assertArrayEquals(alone, Rlp.encode(new RlpItem.Bytes(value)), "of " + length);
        byte[] twice = TrieBuilder.list(alone, alone);
        assertArrayEquals(twice, Rlp.sequence(List.of(alone, alone)), "two of " + length);
        assertArrayEquals(twice, Rlp.encode(Rlp.decode(twice)), "two of " + length);
      }
    }
    assertArrayEquals(TrieBuilder.list(), Rlp.sequence(List.of()));
  }

  static byte[] encode(RlpItem item) {
    if (item instanceof RlpItem.Bytes bytes) {
      return TrieBuilder.string(bytes.value());
    }
    return TrieBuilder.list(
        ((RlpItem.Sequence) item).items().stream().map(RlpTest::encode).toArray(byte[][]::new));
  }

  @Test
  void howMuchIsTooMuch() {
    ProofException e =
        assertThrows(
            ProofException.class, () -> Rlp.decode(HexFormat.of().parseHex("83010203040506")));
    assertEquals("3 bytes follow the item", e.getMessage());
  }

  /** 55 bytes are short, 56 are long. */
  @Test
  void whereLongBegins() throws Exception {
    assertEquals(56, ((RlpItem.Sequence) Rlp.decode(prefixed("f838", 56))).items().size());
    assertEquals(56, Rlp.decode(prefixed("b838", 56)).bytes("it").length);
    assertEquals(55, Rlp.decode(prefixed("b7", 55)).bytes("it").length);
    assertThrows(ProofException.class, () -> Rlp.decode(prefixed("f837", 55)));
    assertThrows(ProofException.class, () -> Rlp.decode(prefixed("b837", 55)));
  }

  private static byte[] prefixed(String prefix, int length) {
    return HexFormat.of().parseHex(prefix + "00".repeat(length));
  }
}

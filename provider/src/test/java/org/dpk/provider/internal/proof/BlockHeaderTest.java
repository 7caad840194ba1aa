package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.junit.jupiter.api.Test;

/** Yellow Paper §4.3, and the fields that forks appended. */
class BlockHeaderTest {

  @Test
  void headersHaveTheFieldsOfAFork() throws Exception {
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      fields.put(field, field.isNumber() ? new byte[] {0, 1} : zeros(field));
      if (fields.size() >= 15) {
        BlockHeader header = BlockHeader.of(fields);
        assertEquals(1, header.block().number());
        assertEquals(1, header.block().timestamp());
        byte[] encoded = encoded(fields);
        assertEquals(header.block(), BlockHeader.decode(encoded).block());
        assertArrayEquals(encoded, header.encoded());
        for (Field each : Field.values()) {
          assertEquals(fields.containsKey(each), header.has(each));
          if (header.has(each)) {
            byte[] value = each.isNumber() ? new byte[] {1} : fields.get(each);
            assertArrayEquals(value, header.value(each));
          } else {
            assertThrows(IllegalArgumentException.class, () -> header.value(each));
          }
        }
      } else {
        assertThrows(ProofException.class, () -> BlockHeader.of(fields));
      }
    }
    Map<Field, byte[]> gap = new EnumMap<>(fields);
    gap.remove(Field.BASE_FEE);
    assertThrows(ProofException.class, () -> BlockHeader.of(gap));
    for (Field field : Field.values()) {
      Map<Field, byte[]> wrong = new EnumMap<>(fields);
      wrong.put(field, new byte[17 * 1024]);
      if (field.isNumber()) {
        byte[] far = new byte[33];
        Arrays.fill(far, (byte) 1);
        wrong.put(field, far);
      }
      assertThrows(ProofException.class, () -> BlockHeader.of(wrong), field.rpcName());
    }
    Map<Field, byte[]> late = new EnumMap<>(fields);
    late.put(Field.TIMESTAMP, new byte[] {-1, 0, 0, 0, 0, 0, 0, 0});
    assertThrows(ProofException.class, () -> BlockHeader.of(late));
    assertThrows(ProofException.class, () -> BlockHeader.decode(new byte[64 * 1024]));
    assertThrows(ProofException.class, () -> BlockHeader.decode(new byte[] {1}));
  }

  @Test
  void whatAHeaderSays() throws Exception {
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (Field field : List.of(Field.values()).subList(0, 15)) {
      fields.put(field, field.isNumber() ? new byte[0] : zeros(field));
    }
    fields.put(Field.PARENT_HASH, filled(1));
    fields.put(Field.STATE_ROOT, filled(2));
    fields.get(Field.LOGS_BLOOM)[255] = 7;
    BlockHeader genesis = BlockHeader.of(fields);
    assertEquals(0, genesis.block().number());
    assertEquals(0, genesis.block().timestamp());
    assertArrayEquals(filled(1), genesis.parentHash());
    assertArrayEquals(filled(2), genesis.stateRoot());
    assertEquals("header of " + genesis.block(), genesis.toString());
    assertFalse(genesis.logsBloom().mayContain(filled(3)));
    fields.put(Field.LOGS_BLOOM, new byte[256]);
    Arrays.fill(fields.get(Field.LOGS_BLOOM), (byte) 0xFF);
    assertTrue(BlockHeader.of(fields).logsBloom().mayContain(filled(3)));
    assertEquals("sha3Uncles", Field.OMMERS_HASH.rpcName());
    assertEquals("slotNumber", Field.SLOT_NUMBER.rpcName());
    genesis.parentHash()[0] = 9;
    genesis.stateRoot()[0] = 9;
    genesis.value(Field.STATE_ROOT)[0] = 9;
    assertArrayEquals(filled(1), genesis.parentHash());
    assertArrayEquals(filled(2), genesis.stateRoot());
  }

  @Test
  void lengthsAreBounded() throws Exception {
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      fields.put(field, field.isNumber() ? new byte[0] : zeros(field));
    }
    fields.put(Field.EXTRA_DATA, new byte[16 * 1024]);
    byte[] longest = encoded(fields);
    assertArrayEquals(new byte[16 * 1024], BlockHeader.decode(longest).value(Field.EXTRA_DATA));
    fields.put(Field.EXTRA_DATA, new byte[16 * 1024 + 1]);
    refused("extraData has more than 16384 bytes", encoded(fields));
    refused("bytes follow", new byte[17 * 1024]);
    refused("a header has at most 17408 bytes", new byte[17 * 1024 + 1]);
    fields.put(Field.EXTRA_DATA, new byte[0]);
    fields.put(Field.OMMERS_HASH, new byte[31]);
    refused("sha3Uncles has 31 bytes and not 32", encoded(fields));
  }

  /** The root of a trie without entries: keccak256(0x80). */
  @Test
  void aBlockWithoutTransactionsHasTheRootOfNone() throws Exception {
    byte[] none =
        HexFormat.of().parseHex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    assertFalse(MadeUpHeader.with(Map.of(Field.TRANSACTIONS_ROOT, none)).hasTransactions());
    assertTrue(MadeUpHeader.with(Map.of()).hasTransactions());
  }

  private static void refused(String why, byte[] encoded) {
    ProofException e = assertThrows(ProofException.class, () -> BlockHeader.decode(encoded));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** The last block before Amsterdam and the first one after it, of a chain that Reth made. */
  @Test
  void headersOnBothSidesOfAmsterdam() throws Exception {
    String empty = "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
    Map<Field, String> prague = new EnumMap<>(Field.class);
    prague.put(
        Field.PARENT_HASH, "74f90ca1c71db6591cc4510eb6e831bdf7fcc7beabcdcbfaa1e7cb0788840153");
    prague.put(
        Field.OMMERS_HASH, "1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");
    prague.put(Field.BENEFICIARY, "8943545177806ed17b9f23f0a21ee5948ecaa776");
    prague.put(
        Field.STATE_ROOT, "d430244510b470423f038afbfb318f1e8b458357727dd4959845e6b0182fbae8");
    prague.put(Field.TRANSACTIONS_ROOT, empty);
    prague.put(Field.RECEIPTS_ROOT, empty);
    prague.put(Field.LOGS_BLOOM, "00".repeat(256));
    prague.put(Field.DIFFICULTY, "00");
    prague.put(Field.NUMBER, "bf");
    prague.put(Field.GAS_LIMIT, "0bebc200");
    prague.put(Field.GAS_USED, "00");
    prague.put(Field.TIMESTAMP, "6abd0dc7");
    prague.put(Field.EXTRA_DATA, "726574682f76322e372e302f6c696e7578");
    prague.put(Field.MIX_HASH, "879d6ebf21224bb92a05f0c4d50a2823ae85c1bfda76dd171381184d6f4070c5");
    prague.put(Field.NONCE, "00".repeat(8));
    prague.put(Field.BASE_FEE, "07");
    prague.put(Field.WITHDRAWALS_ROOT, empty);
    prague.put(Field.BLOB_GAS_USED, "00");
    prague.put(Field.EXCESS_BLOB_GAS, "00");
    prague.put(
        Field.PARENT_BEACON_ROOT,
        "9bdd621d2614dc45107bc9f80a2221de691a899d7740569523c6e0cc24f4ffd6");
    prague.put(
        Field.REQUESTS_HASH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertEquals("2648510bb7819909b36373a3a2ccda82a51a0c8b154d03ff7710ef8d64b689e6", hash(prague));

    Map<Field, String> amsterdam = new EnumMap<>(prague);
    amsterdam.put(Field.PARENT_HASH, hash(prague));
    amsterdam.put(
        Field.STATE_ROOT, "2338ab0cb5b76db31251fc2352e9142fd8b2bf19de6ac4a3c201b84d6ba737d3");
    amsterdam.put(Field.NUMBER, "c0");
    amsterdam.put(Field.TIMESTAMP, "6abd0dcb");
    amsterdam.put(
        Field.MIX_HASH, "27184df4d2e2182675a2310a546d32e0d74a7accd4fbeafa84a903cd489dd40c");
    amsterdam.put(
        Field.PARENT_BEACON_ROOT,
        "1214de134cf32c261ff3c2b6f96435016e9b98bf7dcd4870ad0009a2acf79974");
    amsterdam.put(
        Field.BLOCK_ACCESS_LIST_HASH,
        "1d33a17375e8dd0aef5da65c3f51422043f1c40d52eceaaca238cc92501aa32e");
    amsterdam.put(Field.SLOT_NUMBER, "c0");
    assertEquals(
        "86e1583ca604ce5de648b44c41fb309b8dfe72ab21b57ad9f12eb0d92ac991f8", hash(amsterdam));
  }

  private static String hash(Map<Field, String> header) throws ProofException {
    Map<Field, byte[]> values = new EnumMap<>(Field.class);
    header.forEach((field, hex) -> values.put(field, HexFormat.of().parseHex(hex)));
    return HexFormat.of().formatHex(BlockHeader.of(values).block().hash());
  }

  static byte[] zeros(Field field) {
    return switch (field) {
      case BENEFICIARY -> new byte[20];
      case LOGS_BLOOM -> new byte[256];
      case NONCE -> new byte[8];
      default -> new byte[32];
    };
  }

  private static byte[] encoded(Map<Field, byte[]> fields) {
    List<byte[]> items = new ArrayList<>();
    fields.forEach(
        (field, value) -> items.add(TrieBuilder.string(field.isNumber() ? new byte[] {1} : value)));
    return TrieBuilder.list(items.toArray(byte[][]::new));
  }
}

package org.dpk.provider.internal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;

/**
 * EIP-1186. Recorded replies of mainnet and headers of a Besu network are shared test data, which
 * is no part of this repository: where it is not there, those tests are skipped and say so. What a
 * real node proves is tested in {@code StaplesIT}.
 */
class StateProofTest {

  private static final Path SHARED =
      Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "testdata");

  /** The deposit contract of the beacon chain. */
  private static final EthereumAddress DEPOSITS =
      EthereumAddress.parse("0x00000000219ab540356cbb839cbe05303d7705fa");

  @Test
  void anAccountAndASlotOfMainnet() throws Exception {
    JsonNode reply = shared("mainnet/rpc_proof.json");
    byte[] stateRoot = header().stateRoot();
    AccountState account =
        StateProof.account(stateRoot, DEPOSITS, nodes(reply.path("accountProof"))).orElseThrow();
    assertArrayEquals(bytes(reply.path("storageHash")), account.storageRoot());
    assertArrayEquals(bytes(reply.path("codeHash")), account.codeHash());
    JsonNode slot = reply.path("storageProof").path(0);
    byte[] word = StateProof.slot(account, bytes(slot.path("key")), nodes(slot.path("proof")));
    assertEquals(
        new BigInteger(slot.path("value").asText().substring(2), 16), new BigInteger(1, word));
  }

  @Test
  void whateverIsDoneToTheProofsOfMainnetIsNoticed() throws Exception {
    JsonNode reply = shared("mainnet/rpc_proof.json");
    byte[] stateRoot = header().stateRoot();
    List<byte[]> proof = nodes(reply.path("accountProof"));
    AccountState account = StateProof.account(stateRoot, DEPOSITS, proof).orElseThrow();
    int accounts =
        Tampering.of(
            proof,
            changed ->
                assertThrows(
                    ProofException.class, () -> StateProof.account(stateRoot, DEPOSITS, changed)));
    JsonNode slot = reply.path("storageProof").path(0);
    byte[] key = bytes(slot.path("key"));
    int slots =
        Tampering.of(
            nodes(slot.path("proof")),
            changed ->
                assertThrows(ProofException.class, () -> StateProof.slot(account, key, changed)));
    System.out.println(accounts + slots + " changed proofs of mainnet were refused");
    assertTrue(accounts > 10_000 && slots > 1_000);
  }

  @Test
  void aHeaderOfMainnetHashesToItsName() throws Exception {
    BlockHeader header = header();
    assertEquals(0x14e8d38, header.block().number());
    assertArrayEquals(bytes(shared("mainnet/rpc_block.json").path("hash")), header.block().hash());
    assertArrayEquals(
        bytes(shared("mainnet/rpc_block.json").path("parentHash")), header.parentHash());
  }

  /**
   * A full block of mainnet, which has moved tokens: 1 of 4 in a filter of so many is by chance.
   */
  @Test
  void theBloomOfAHeader() throws Exception {
    LogsBloom bloom = header().logsBloom();
    assertTrue(
        bloom.mayContain(Keccak256.hash("Transfer(address,address,uint256)".getBytes(US_ASCII))));
    int denied = 0;
    for (int i = 0; i < 1_000; i++) {
      denied += bloom.mayContain(Keccak256.hash(new byte[i])) ? 0 : 1;
    }
    assertTrue(denied > 500, denied + " of 1000");
  }

  /** The chain's own encoding: two of one block, with its validators' seals and without. */
  @Test
  void headersOfABesuNetworkDecode() throws Exception {
    List<byte[]> headers = new ArrayList<>();
    for (String line : Files.readAllLines(sharedFile("poa/qbft_headers.txt"))) {
      headers.add(HexFormat.of().parseHex(line.strip()));
    }
    assertEquals(2, headers.size());
    for (byte[] encoded : headers) {
      BlockHeader header = BlockHeader.decode(encoded);
      assertEquals(7528, header.block().number());
      assertArrayEquals(Keccak256.hash(encoded), header.block().hash());
      int refused = 0;
      for (int length = 0; length < encoded.length; length++) {
        byte[] cut = Arrays.copyOf(encoded, length);
        assertThrows(ProofException.class, () -> BlockHeader.decode(cut));
        refused++;
      }
      assertEquals(encoded.length, refused);
    }
  }

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
  void accountsAndSlotsAreReadStrictly() throws Exception {
    byte[] key = Keccak256.hash(DEPOSITS.bytes());
    byte[] hash = TrieBuilder.string(new byte[32]);
    byte[] one = {1};
    byte[] account = TrieBuilder.list(one, TrieBuilder.string(new byte[0]), hash, hash);
    assertTrue(account(key, account).isPresent());
    for (byte[] wrong :
        List.of(
            TrieBuilder.list(one, one, hash),
            TrieBuilder.list(one, one, hash, hash, hash),
            TrieBuilder.list(new byte[] {0}, one, hash, hash),
            TrieBuilder.list(
                TrieBuilder.string(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}), one, hash, hash),
            TrieBuilder.list(one, TrieBuilder.list(), hash, hash),
            TrieBuilder.list(one, one, one, hash),
            TrieBuilder.list(one, one, hash, TrieBuilder.list()),
            TrieBuilder.string(new byte[40]))) {
      assertThrows(ProofException.class, () -> account(key, wrong));
    }

    byte[] slot = new byte[32];
    byte[] word = new byte[32];
    word[31] = 9;
    assertArrayEquals(word, slot(slot, new byte[] {9}));
    byte[] full = new byte[32];
    Arrays.fill(full, (byte) 0xEE);
    assertArrayEquals(full, slot(slot, TrieBuilder.string(full)));
    for (byte[] wrong :
        List.of(
            TrieBuilder.string(new byte[0]), // zero is not stored
            new byte[] {0}, // a leading zero
            TrieBuilder.string(new byte[] {0, 9}),
            TrieBuilder.string(Arrays.copyOf(full, 33)),
            TrieBuilder.list(),
            new byte[] {(byte) 0x81})) {
      assertThrows(ProofException.class, () -> slot(slot, wrong));
    }
  }

  @Test
  void aSlotIsNamedBy32Bytes() throws Exception {
    TrieBuilder storage = new TrieBuilder().put(Keccak256.hash(new byte[32]), new byte[] {9});
    AccountState account = new AccountState(storage.root(), new byte[32]);
    for (int length : new int[] {0, 31, 33}) {
      byte[] slot = new byte[length];
      List<byte[]> nodes = storage.proof(Keccak256.hash(slot));
      // and yet it proves that such a key is not there, as no contract has one
      assertInstanceOf(
          ProvenEntry.Absent.class,
          MerklePatricia.find(storage.root(), Keccak256.hash(slot), nodes));
      assertThrows(IllegalArgumentException.class, () -> StateProof.slot(account, slot, nodes));
    }
  }

  @Test
  void severalSlotsOfOneAccount() throws Exception {
    TrieBuilder storage = new TrieBuilder();
    List<byte[]> slots = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slots.add(word(i));
      if (i % 3 != 0) {
        storage.put(Keccak256.hash(word(i)), new byte[] {(byte) i});
      }
    }
    AccountState account = new AccountState(storage.root(), new byte[32]);
    List<List<byte[]>> branches = new ArrayList<>();
    slots.forEach(slot -> branches.add(storage.proof(Keccak256.hash(slot))));
    List<byte[]> words = StateProof.slots(account, slots, branches);
    assertEquals(20, words.size());
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(word(i % 3 == 0 ? 0 : i), words.get(i));
    }
    assertEquals(List.of(), StateProof.slots(account, List.of(), List.of()));
    ProofException fewer =
        assertThrows(
            ProofException.class, () -> StateProof.slots(account, slots, branches.subList(0, 19)));
    assertEquals("20 slots have 19 branches", fewer.getMessage());
    assertThrows(
        ProofException.class, () -> StateProof.slots(account, slots.subList(0, 19), branches));
    Collections.swap(branches, 1, 2);
    assertThrows(ProofException.class, () -> StateProof.slots(account, slots, branches));
  }

  private static byte[] word(int number) {
    byte[] word = new byte[32];
    word[31] = (byte) number;
    return word;
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

  @Test
  void whatIsNotThereIsProvablyNotThere() throws Exception {
    TrieBuilder state = new TrieBuilder();
    for (int i = 0; i < 50; i++) {
      state.put(Keccak256.hash(new byte[] {(byte) i}), new byte[] {1});
    }
    List<byte[]> proof = state.proof(Keccak256.hash(DEPOSITS.bytes()));
    assertTrue(StateProof.account(state.root(), DEPOSITS, proof).isEmpty());
    AccountState account = new AccountState(state.root(), new byte[32]);
    byte[] slot = new byte[32];
    assertArrayEquals(
        new byte[32], StateProof.slot(account, slot, state.proof(Keccak256.hash(slot))));
  }

  private static Optional<AccountState> account(byte[] key, byte[] value) throws ProofException {
    TrieBuilder state = new TrieBuilder().put(key, value);
    return StateProof.account(state.root(), DEPOSITS, state.proof(key));
  }

  private static byte[] slot(byte[] slot, byte[] value) throws ProofException {
    byte[] key = Keccak256.hash(slot);
    TrieBuilder storage = new TrieBuilder().put(key, value);
    return StateProof.slot(
        new AccountState(storage.root(), new byte[32]), slot, storage.proof(key));
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

  private static BlockHeader header() throws Exception {
    JsonNode block = shared("mainnet/rpc_block.json");
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      if (block.has(field.rpcName())) {
        fields.put(field, bytes(block.path(field.rpcName())));
      }
    }
    return BlockHeader.of(fields);
  }

  private static JsonNode shared(String name) throws IOException {
    return new ObjectMapper().readTree(sharedFile(name).toFile());
  }

  private static Path sharedFile(String name) {
    Path file = SHARED.resolve(name);
    assumeTrue(
        Files.exists(file),
        () -> "SKIPPED: the shared test data is not here: " + file.toAbsolutePath().normalize());
    return file;
  }

  private static List<byte[]> nodes(JsonNode proof) {
    List<byte[]> nodes = new ArrayList<>();
    proof.forEach(each -> nodes.add(bytes(each)));
    return nodes;
  }

  private static byte[] bytes(JsonNode hex) {
    String digits = hex.asText().substring(2);
    return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
  }
}

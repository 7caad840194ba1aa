package org.dpk.provider.internal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
      boolean whole = List.of(15, 16, 17, 20, 21).contains(fields.size());
      if (whole) {
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

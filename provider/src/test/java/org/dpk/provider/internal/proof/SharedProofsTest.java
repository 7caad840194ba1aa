package org.dpk.provider.internal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded replies of mainnet and headers of a Besu network: shared test data, which is no part of
 * this repository. Where it is not there, these tests are skipped and say so.
 */
@Tag("one-jdk")
class SharedProofsTest {

  private static final Path SHARED =
      Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "testdata");

  /** The deposit contract of the beacon chain. */
  private static final EthereumAddress DEPOSITS =
      EthereumAddress.parse("0x00000000219ab540356cbb839cbe05303d7705fa");

  @ParameterizedTest
  @ValueSource(strings = {"mainnet/rpc_proof.json", "mainnet/rpc_account.json"})
  void anAccountAndASlotOfMainnet(String file) throws Exception {
    JsonNode reply = shared(file);
    JsonNode claimed = reply.has("account") ? reply.path("account") : reply;
    AccountState account = account(reply);
    String root = claimed.has("storageRoot") ? "storageRoot" : "storageHash";
    assertArrayEquals(bytes(claimed.path(root)), account.storageRoot());
    assertArrayEquals(bytes(claimed.path("codeHash")), account.codeHash());
    if (reply.has("code")) {
      assertArrayEquals(Keccak256.hash(bytes(reply.path("code"))), account.codeHash());
    }
    assertTrue(reply.path("storageProof").size() > 0);
    for (JsonNode slot : reply.path("storageProof")) {
      byte[] word = StateProof.slot(account, bytes(slot.path("key")), nodes(slot.path("proof")));
      assertEquals(
          new BigInteger(slot.path("value").asText().substring(2), 16), new BigInteger(1, word));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mainnet/rpc_proof.json", "mainnet/rpc_account.json"})
  void whateverIsDoneToTheProofsOfMainnetIsNoticed(String file) throws Exception {
    JsonNode reply = shared(file);
    byte[] stateRoot = header().stateRoot();
    AccountState account = account(reply);
    int refused =
        Tampering.of(
            nodes(reply.path("accountProof")),
            changed ->
                assertThrows(
                    ProofException.class, () -> StateProof.account(stateRoot, DEPOSITS, changed)));
    for (JsonNode slot : reply.path("storageProof")) {
      byte[] key = bytes(slot.path("key"));
      refused +=
          Tampering.of(
              nodes(slot.path("proof")),
              changed ->
                  assertThrows(ProofException.class, () -> StateProof.slot(account, key, changed)));
    }
    System.out.println(refused + " changed proofs of mainnet were refused");
    assertTrue(refused > 39_000, refused + " changed proofs");
  }

  @Test
  void aHeaderOfMainnetHashesToItsName() throws Exception {
    BlockHeader header = header();
    JsonNode block = shared("mainnet/rpc_block.json");
    assertEquals(0x14e8d38, header.block().number());
    assertArrayEquals(bytes(block.path("hash")), header.block().hash());
    assertArrayEquals(bytes(block.path("parentHash")), header.parentHash());
    assertTrue(header.has(Field.PARENT_BEACON_ROOT));
    assertFalse(header.has(Field.REQUESTS_HASH));
  }

  /** Each bit of the encoding: it is another header then, or none. */
  @Test
  void noOtherHeaderHasThatName() throws Exception {
    BlockHeader header = header();
    List<byte[]> fields = new ArrayList<>();
    for (Field field : Field.values()) {
      if (header.has(field)) {
        fields.add(header.value(field));
      }
    }
    byte[] encoded = Rlp.encode(fields);
    assertArrayEquals(header.block().hash(), BlockHeader.decode(encoded).block().hash());
    int others = 0;
    int none = 0;
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] changed = encoded.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertFalse(
            Arrays.equals(header.block().hash(), BlockHeader.decode(changed).block().hash()));
        others++;
      } catch (ProofException e) {
        none++;
      }
    }
    assertTrue(others > 4_000 && none > 100, others + " others, and " + none + " that are none");
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

  private static AccountState account(JsonNode reply) throws Exception {
    return StateProof.account(header().stateRoot(), DEPOSITS, nodes(reply.path("accountProof")))
        .orElseThrow();
  }

  private static BlockHeader header() throws Exception {
    return new RecordedChain.Block(shared("mainnet/rpc_block.json"), List.of(), List.of()).header();
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
    return RecordedChain.byteStrings(proof);
  }

  private static byte[] bytes(JsonNode hex) {
    return RecordedChain.bytes(hex);
  }
}

package org.dpk.provider.internal.bls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Committees of mainnet and what they signed, in Capella. Shared test data, which is no part of
 * this repository: where it is not there, these tests are skipped and say so.
 */
class MainnetCommitteesTest {

  private static final Path SHARED =
      Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "testdata", "mainnet");

  private static final byte[] CAPELLA = bytes("0x03000000");
  private static final byte[] GENESIS_VALIDATORS =
      bytes("0x4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95");

  private static final List<JsonNode> COMMITTEES = new ArrayList<>();
  private static final List<JsonNode> UPDATES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    Path bootstrap = SHARED.resolve("helios_bootstrap.json");
    assumeTrue(Files.exists(bootstrap), "no shared test data: " + bootstrap);
    ObjectMapper json = new ObjectMapper();
    COMMITTEES.add(json.readTree(bootstrap.toFile()).at("/data/current_sync_committee"));
    for (JsonNode update : json.readTree(SHARED.resolve("helios_updates.json").toFile())) {
      UPDATES.add(update.path("data"));
      COMMITTEES.add(update.at("/data/next_sync_committee"));
    }
  }

  @Test
  void anAggregateIsTheSumOfItsKeys() {
    JblstArithmetic blst = new JblstArithmetic();
    for (JsonNode committee : COMMITTEES) {
      byte[] sum =
          blst.sum(keys(committee).stream().map(key -> blst.decompress(key).orElseThrow()).toList())
              .compress();
      assertArrayEquals(bytes(committee.path("aggregate_pubkey").asText()), sum);
    }
    assertEquals(7, COMMITTEES.size());
  }

  @ParameterizedTest
  @EnumSource
  void eachCommitteeSignedItsUpdate(BlsLibrary library) throws Exception {
    Bls bls = library.open();
    for (int i = 0; i < UPDATES.size(); i++) {
      JsonNode members = COMMITTEES.get(i);
      Committee committee =
          bls.committee(bytes(members.path("aggregate_pubkey").asText()), keys(members));
      BitSet participants = participants(UPDATES.get(i));
      byte[] root = signingRoot(UPDATES.get(i).at("/attested_header/beacon"));
      byte[] signature =
          bytes(UPDATES.get(i).at("/sync_aggregate/sync_committee_signature").asText());
      assertTrue(committee.verify(participants, root, signature), "update " + i);
      participants.flip(i);
      assertFalse(committee.verify(participants, root, signature), "update " + i);
    }
    assertEquals(6, UPDATES.size());
  }

  private static List<byte[]> keys(JsonNode committee) {
    List<byte[]> keys = new ArrayList<>();
    committee.path("pubkeys").forEach(key -> keys.add(bytes(key.asText())));
    return keys;
  }

  private static BitSet participants(JsonNode update) {
    return BitSet.valueOf(bytes(update.at("/sync_aggregate/sync_committee_bits").asText()));
  }

  /** compute_signing_root of the header under DOMAIN_SYNC_COMMITTEE. */
  private static byte[] signingRoot(JsonNode header) throws Exception {
    byte[] object =
        root(
            uint64(header.path("slot").asLong()),
            uint64(header.path("proposer_index").asLong()),
            bytes(header.path("parent_root").asText()),
            bytes(header.path("state_root").asText()),
            bytes(header.path("body_root").asText()),
            new byte[32],
            new byte[32],
            new byte[32]);
    byte[] fork = root(Arrays.copyOf(CAPELLA, 32), GENESIS_VALIDATORS);
    byte[] domain = new byte[32];
    domain[0] = 7;
    System.arraycopy(fork, 0, domain, 4, 28);
    return root(object, domain);
  }

  /** Of chunks whose number is a power of two. */
  private static byte[] root(byte[]... chunks) throws Exception {
    if (chunks.length == 1) {
      return chunks[0];
    }
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    int half = chunks.length / 2;
    sha256.update(root(Arrays.copyOf(chunks, half)));
    return sha256.digest(root(Arrays.copyOfRange(chunks, half, chunks.length)));
  }

  private static byte[] uint64(long value) {
    return ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.substring(2));
  }
}

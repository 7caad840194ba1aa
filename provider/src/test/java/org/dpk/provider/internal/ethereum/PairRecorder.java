package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code src/test/resources/pair} anew, from a proof-of-stake chain of its own with a
 * registry on it, in three minutes. No test, and run only where it is named: the README.md there
 * says how.
 */
class PairRecorder {

  private static final Path FOLDER =
      Path.of(System.getProperty("dpk.home", ".."), "provider/src/test/resources/pair");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEACON = "/eth/v1/beacon/";
  private static final int SLOTS_PER_PERIOD = 64;
  private static final int STEP = 30;

  /** What of the configuration counts for light clients. */
  private static final List<String> SPEC =
      List.of(
          "SECONDS_PER_SLOT",
          "SLOTS_PER_EPOCH",
          "EPOCHS_PER_SYNC_COMMITTEE_PERIOD",
          "SYNC_COMMITTEE_SIZE",
          "GENESIS_FORK_VERSION",
          "ALTAIR_FORK_VERSION",
          "ALTAIR_FORK_EPOCH",
          "BELLATRIX_FORK_VERSION",
          "BELLATRIX_FORK_EPOCH",
          "CAPELLA_FORK_VERSION",
          "CAPELLA_FORK_EPOCH",
          "EIP4844_FORK_VERSION",
          "EIP4844_FORK_EPOCH");

  @Test
  void record() throws Exception {
    Files.createDirectories(FOLDER);
    ProofOfStakePair pair = ProofOfStakePair.start();
    try (RegistryFixture registry = RegistryFixture.on(Devnet.on(pair))) {
      DpkIdentity identity = DpkIdentity.parse("dns:recorded.example");
      registry.admit(identity, EthereumAddress.parse(registry.devnet().account(2).address()));
      String checkpoint = pair.checkpoint();
      save("genesis", whole(pair, BEACON + "genesis"));
      saveSpec(pair);
      saveLightClient(pair, "bootstrap", "bootstrap/" + checkpoint);
      awaitSlot(pair, 2 * SLOTS_PER_PERIOD + 40);
      saveLightClient(pair, "updates", "updates?start_period=0&count=3");
      saveLightClient(pair, "finality_update", "finality_update");
      JsonNode newest = saveLightClient(pair, "optimistic_update", "optimistic_update");
      saveState(registry, identity, checkpoint, newest);
      long slot = newest.at("/data/attested_header/beacon/slot").asLong();
      awaitSlot(pair, slot + 10);
      saveLightClient(pair, "finality_update_later", "finality_update");
      saveLightClient(pair, "optimistic_update_later", "optimistic_update");
    }
  }

  private static void saveSpec(ProofOfStakePair pair) throws IOException {
    ObjectNode spec = JSON.createObjectNode();
    JsonNode all = pair.spec();
    SPEC.forEach(name -> spec.put(name, all.path(name).asText()));
    save("spec", JSON.createObjectNode().set("data", spec));
  }

  private static JsonNode saveLightClient(ProofOfStakePair pair, String name, String path)
      throws IOException {
    JsonNode answer = whole(pair, BEACON + "light_client/" + path);
    save(name, answer);
    return answer;
  }

  private static JsonNode whole(ProofOfStakePair pair, String path) throws IOException {
    return JSON.readTree(URI.create(pair.beacon() + path).toURL());
  }

  private static void saveState(
      RegistryFixture registry, DpkIdentity identity, String checkpoint, JsonNode newest)
      throws IOException {
    String contract = registry.id().contract().toString();
    String hash = newest.at("/data/attested_header/execution/block_hash").asText();
    JsonNode block = registry.devnet().chain().rpc("eth_getBlockByHash", hash, false);
    String number = block.path("number").asText();
    List<String> slots = List.of(slot(identity), slot(DpkIdentity.parse("dns:absent.example")));
    ObjectNode about = JSON.createObjectNode();
    about.put("checkpoint", checkpoint).put("recordedAt", Instant.now().getEpochSecond());
    about.put("chainId", registry.id().chainId()).put("registry", contract);
    about.put("present", "dns:recorded.example").put("absent", "dns:absent.example");
    about.put("accountAbsent", "0x00000000000000000000000000000000000000bb");
    save("about", about);
    save("block", block);
    save("proof", registry.devnet().chain().rpc("eth_getProof", contract, slots, number));
    String nobody = about.path("accountAbsent").asText();
    save(
        "proof_absent_account",
        registry.devnet().chain().rpc("eth_getProof", nobody, List.of(), number));
    String record = registry.devnet().chain().rpc("eth_getLogs", filter(contract)).toString();
    save("logs", JSON.readTree(record));
  }

  private static ObjectNode filter(String contract) {
    return JSON.createObjectNode()
        .put("fromBlock", "0x1")
        .put("toBlock", "latest")
        .put("address", contract);
  }

  private static String slot(DpkIdentity identity) {
    return "0x" + HexFormat.of().formatHex(Slot.key(RecordCodec.idHash(identity)));
  }

  /** In steps, as nothing is waited for longer than a minute. */
  private static void awaitSlot(ProofOfStakePair pair, long slot) throws Exception {
    for (long next = slot % STEP; next <= slot; next += STEP) {
      Instant then = pair.genesisTime().plus(ProofOfStakePair.SLOT.multipliedBy(next));
      Waiting.until("slot " + next, () -> Instant.now().isAfter(then));
    }
  }

  private static void save(String name, JsonNode content) throws IOException {
    Files.writeString(FOLDER.resolve(name + ".json"), content + "\n");
  }
}

package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dpk.cli.internal.output.Json;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.beacon.RecordedPair;
import org.dpk.provider.internal.beacon.ScriptedBeacon;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.provider.internal.light.HostileProxy;
import org.dpk.provider.internal.light.Trick;
import org.dpk.provider.internal.network.LightFiles;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of nodes that are good, dead, of another chain, or hostile. */
@Timeout(120)
class DoctorIT {

  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private static Path folder;
  private static AdmittedIdentities identities;
  private static DpkIdentity admitted;
  private static String node;

  private final CommandRun dpk = new CommandRun().wide(200);

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    admitted = RegistryFixture.newIdentity();
    identities.admit(admitted);
    node = identities.chain().devnet().uri().toString();
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private int doctorOf(long chainId, String asked, String... more) {
    List<String> args = new ArrayList<>(List.of("doctor", "--node", asked));
    args.addAll(List.of("--chain-id", String.valueOf(chainId)));
    args.addAll(List.of("--contract", identities.chain().id().contract().toString()));
    args.addAll(List.of(more));
    return dpk.run(args.toArray(String[]::new));
  }

  private int doctor(String asked, String... more) {
    return doctorOf(identities.chain().id().chainId(), asked, more);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aSoundNode() throws Exception {
    long block = new RegistryReader(identities.chain().node()).entry(admitted).slot().changed();
    String[] logs = {"--block", String.valueOf(block), "--block", "999999999"};
    assertEquals(0, doctor(node, logs), dpk::err);
    assertTrue(dpk.out().contains("light mode works with them"), dpk::out);
    assertTrue(dpk.out().contains("logs of block 999,999,999: the chain has "), dpk::out);

    assertEquals(0, doctor(node, logs[0], logs[1], "--json"), dpk::err);
    JsonNode shown = Json.mapper().readTree(dpk.out());
    assertEquals(List.of("usable", "needed", "nodes", "beacons"), names(shown));
    JsonNode only = shown.path("nodes").path(0);
    assertEquals(
        List.of(
            "node",
            "usable",
            "chainId",
            "newest",
            "finalized",
            "proofs",
            "logs",
            "batches",
            "latencyMicroseconds"),
        names(only));
    assertEquals(List.of("number", "hash", "timestamp"), names(only.path("newest")));
    assertEquals("yes", only.path("proofs").path(0).path("served").asText());
    assertEquals("yes", only.path("logs").path(0).path("served").asText());
    assertEquals(0, shown.path("beacons").size());
  }

  @Test
  void theNodesOfALightConfiguration() throws Exception {
    Path one = LightFiles.quorum(folder, URI.create(node));
    assertEquals(0, doctor(NOWHERE, "--light", one.toString()), dpk::err);

    String text = Files.readString(one).replace("\"agree\": 1", "\"agree\": 2");
    Path two = folder.resolve("two.json");
    Files.writeString(two, text.replace("\"" + node, "\"" + NOWHERE + "\", \"" + node));
    assertEquals(1, doctor(node, "--light", two.toString()), dpk::err);
    assertTrue(dpk.out().contains("1 of the nodes can be used, and 2 are needed"), dpk::out);
  }

  @Test
  void nobodyAndAnotherChain() {
    assertEquals(1, doctor(NOWHERE), dpk::err);
    assertTrue(dpk.out().contains("does not answer"), dpk::out);
    assertEquals(1, doctorOf(1, node), dpk::err);
    assertTrue(dpk.out().contains("serves chain 31337, but chain 1 is configured"), dpk::out);
  }

  @Test
  void aNodeThatLies() throws Exception {
    RegistryFixture chain = identities.chain();
    HostileProxy.Scene scene =
        new HostileProxy.Scene(
            RecordCodec.idHash(admitted),
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            EthereumAddress.parse(chain.devnet().deployer().address()));
    try (HostileProxy liar = new HostileProxy(chain.devnet().uri(), scene)) {
      assertEquals(0, doctor(liar.uri().toString()), dpk::err);
      liar.begin(Trick.BENDS_ACCOUNT);
      assertEquals(1, doctor(liar.uri().toString(), "--json"), dpk::err);
      assertTrue(liar.played() > 0);
      JsonNode proof =
          Json.mapper().readTree(dpk.out()).path("nodes").path(0).path("proofs").path(0);
      assertEquals("wrong", proof.path("served").asText(), dpk::out);
      assertTrue(proof.path("why").asText().length() > 0);
    }
  }

  @Test
  void aBeaconNodeOfAnotherChain() throws Exception {
    try (ScriptedBeacon beacon = RecordedPair.beacon()) {
      Path light = folder.resolve("mainnet.json");
      Files.writeString(
          light,
          """
          { "network": "mainnet", "checkpoint": "0x%s", "beacons": ["%s"], "nodes": ["%s"] }
          """
              .formatted("12".repeat(32), beacon.uri(), NOWHERE));
      assertEquals(1, doctorOf(1, NOWHERE, "--light", light.toString()), dpk::err);
      assertTrue(dpk.out().contains("bootstrap  finality"), dpk::out);
      assertTrue(dpk.out().contains("serves another chain than mainnet"), dpk::out);
      assertEquals(1, doctorOf(1, NOWHERE, "--light", light.toString(), "--json"), dpk::err);
      JsonNode only = Json.mapper().readTree(dpk.out()).path("beacons").path(0);
      assertEquals(
          List.of("node", "usable", "objection", "bootstrap", "finality", "optimistic"),
          names(only));
      assertEquals("not_asked", only.path("bootstrap").path("served").asText());
    }
  }

  @Test
  void whatMakesNoSense() {
    assertEquals(64, doctor(node, "--block", "-1"), dpk::err);
    assertEquals(64, doctor(node, "--timeout", "0s"), dpk::err);
  }
}

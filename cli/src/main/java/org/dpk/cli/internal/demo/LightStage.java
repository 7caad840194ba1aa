package org.dpk.cli.internal.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Json;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.ProofOfStakePair;

/** A real proof-of-stake chain. Its nodes are trusted by nobody but the PKM, which owns them. */
final class LightStage implements Stage {

  private static final List<String> FORKS = List.of("altair", "bellatrix", "capella");

  private final Workshop workshop;
  private final ProofOfStakePair pair;
  private final Devnet devnet;
  private final Path network;
  private String checkpoint = "";

  private LightStage(Workshop workshop, ProofOfStakePair pair, Devnet devnet) throws IOException {
    this.workshop = workshop;
    this.pair = pair;
    this.devnet = devnet;
    this.network = write("network.json", networkFile(pair));
  }

  static LightStage start(Workshop workshop) throws IOException {
    ProofOfStakePair pair = workshop.stopAtEnd(ProofOfStakePair.start());
    return new LightStage(workshop, pair, workshop.stopAtEnd(Devnet.on(pair)));
  }

  /** What an operator of such a network would publish (docs/light/README.md). */
  private static Map<String, Object> networkFile(ProofOfStakePair pair) throws IOException {
    JsonNode spec = pair.spec();
    Map<String, Object> beacon = new LinkedHashMap<>();
    beacon.put("genesisTime", pair.genesisTime().getEpochSecond());
    beacon.put("genesisValidatorsRoot", pair.genesisValidatorsRoot());
    beacon.put("slotsPerEpoch", spec.path("SLOTS_PER_EPOCH").asInt());
    beacon.put(
        "epochsPerSyncCommitteePeriod", spec.path("EPOCHS_PER_SYNC_COMMITTEE_PERIOD").asInt());
    beacon.put("syncCommitteeSize", spec.path("SYNC_COMMITTEE_SIZE").asInt());
    beacon.put("forks", forks(spec));
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("format", "dpk-network/1");
    network.put("name", "demo");
    network.put("chainId", pair.chainId());
    network.put("consensus", "beacon");
    network.put("secondsPerBlock", pair.blockTime().toSeconds());
    network.put("beacon", beacon);
    return network;
  }

  private static List<Map<String, Object>> forks(JsonNode spec) {
    List<Map<String, Object>> forks = new ArrayList<>();
    forks.add(
        Map.of(
            "name", "phase0", "version", spec.path("GENESIS_FORK_VERSION").asText(), "epoch", 0));
    for (String fork : FORKS) {
      String name = fork.toUpperCase(Locale.ROOT);
      forks.add(
          Map.of(
              "name",
              fork,
              "version",
              spec.path(name + "_FORK_VERSION").asText(),
              "epoch",
              spec.path(name + "_FORK_EPOCH").asLong()));
    }
    return forks;
  }

  private Path write(String name, Object json) throws IOException {
    return Files.writeString(workshop.folder().resolve(name), Json.text(json));
  }

  @Override
  public Devnet devnet() {
    return devnet;
  }

  @Override
  public void describe(Notes notes) {
    notes.add("Lodestar and ethereumjs: proof of stake, a block every second");
    notes.add("chain %d, on %s and %s", devnet.chainId(), devnet.uri(), pair.beacon());
    notes.add("DpkRegistry at %s", devnet.registryAddress());
  }

  @Override
  public void ready(Script script) throws Exception {
    checkpoint =
        script.step(
            "A checkpoint for the light clients",
            notes -> {
              String root = pair.checkpoint();
              notes.add("the beacon block %s… is final", root.substring(0, 18));
              notes.add("every device begins with it, and trusts no node from there on:");
              notes.add("the sync committee signs the blocks, Merkle branches prove the keys");
              return root;
            });
  }

  @Override
  public Way way(String device) throws IOException {
    Tap toNode = workshop.stopAtEnd(Tap.of(devnet.uri().getPort()));
    Tap toBeacon = workshop.stopAtEnd(Tap.of(pair.beacon().getPort()));
    URI node = URI.create("http://127.0.0.1:" + toNode.port());
    URI beacon = URI.create("http://127.0.0.1:" + toBeacon.port());
    Path file = configuration(device, node, beacon);
    return new Way(node, List.of(toNode, toBeacon), Optional.of(file));
  }

  @Override
  public Optional<Path> light() throws IOException {
    return Optional.of(configuration("reader", devnet.uri(), pair.beacon()));
  }

  private Path configuration(String whose, URI node, URI beacon) throws IOException {
    Map<String, Object> light = new LinkedHashMap<>();
    light.put("network", network.getFileName().toString());
    light.put("checkpoint", checkpoint);
    light.put("beacons", List.of(beacon.toString()));
    light.put("nodes", List.of(node.toString()));
    return write(whose + "-light.json", light);
  }
}

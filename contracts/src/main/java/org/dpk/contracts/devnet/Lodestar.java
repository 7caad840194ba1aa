package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running {@code @chainsafe/lodestar}: a beacon node with all of the chain's eight validators, at
 * Capella from genesis on, by the minimal preset with slots of one second.
 */
final class Lodestar implements AutoCloseable {

  private static final String PROGRAM = "@chainsafe/lodestar/lib/index.js";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final String FEES_GO_TO = "0x00000000000000000000000000000000000000aa";

  private final NodeProcess process;
  private final BeaconRest rest;

  private Lodestar(NodeProcess process, URI uri) {
    this.process = process;
    this.rest = new BeaconRest(uri);
  }

  /** Installs it if that is still to be done. */
  static void install() throws NodeException {
    NodeFolder.of("lodestar").installed(PROGRAM);
  }

  /**
   * Starts one that drives an execution node.
   *
   * @param genesisBlock hash of the execution node's block 0
   */
  static Lodestar start(
      TemporaryFolder folder, Path secret, EthereumJs execution, String genesisBlock)
      throws NodeException {
    NodeFolder node = NodeFolder.of("lodestar");
    List<Integer> ports = FreePorts.find(2);
    URI uri = URI.create("http://127.0.0.1:" + ports.get(0));
    List<String> command = new ArrayList<>();
    command.add("node");
    command.addAll(List.of("-r", node.file("polyfill.cjs").toString()));
    command.addAll(List.of(node.installed(PROGRAM).toString(), "dev", "--reset"));
    command.add("--dataDir=" + folder.resolve("beacon"));
    command.addAll(List.of("--genesisValidators=8", "--startValidators=0..7"));
    command.add("--genesisEth1Hash=" + genesisBlock);
    for (String fork : List.of("ALTAIR", "BELLATRIX", "CAPELLA")) {
      command.add("--params." + fork + "_FORK_EPOCH=0");
    }
    command.add("--params.TERMINAL_TOTAL_DIFFICULTY=0");
    command.add("--params.SECONDS_PER_SLOT=1");
    command.addAll(List.of("--execution.urls=" + execution.engine(), "--jwt-secret=" + secret));
    command.add("--suggestedFeeRecipient=" + FEES_GO_TO);
    command.addAll(List.of("--rest.address=127.0.0.1", "--rest.port=" + uri.getPort()));
    command.addAll(List.of("--rest.namespace=*", "--server=" + uri, "--beaconNodes=" + uri));
    command.addAll(List.of("--listenAddress=127.0.0.1", "--port=" + ports.get(1)));
    Path log = folder.resolve("beacon.log");
    return new Lodestar(NodeProcess.start("lodestar", command, folder.path(), log, Map.of()), uri);
  }

  BeaconRest rest() {
    return rest;
  }

  NodeProcess process() {
    return process;
  }

  /**
   * Waits until a light client finds what it starts from: a finalized block's root, 0x and 64
   * digits, of which the bootstrap is served, and finality updates.
   */
  String awaitCheckpoint(Deadline deadline) throws IOException {
    while (true) {
      process.requireAlive();
      Optional<String> root =
          rest.get("/eth/v1/beacon/headers/finalized").map(each -> each.at("/data/root").asText());
      if (root.isPresent() && isServed("bootstrap/" + root.get()) && isServed("finality_update")) {
        return root.get();
      }
      deadline.pause(POLL, () -> "no light client data are served:\n" + process.output());
    }
  }

  private boolean isServed(String what) throws IOException {
    return rest.get("/eth/v1/beacon/light_client/" + what).isPresent();
  }

  /** Waits until it answers: genesis time, validators' root and fork version. */
  JsonNode awaitGenesis(Deadline deadline) throws IOException {
    while (true) {
      process.requireAlive();
      Optional<JsonNode> genesis = rest.get("/eth/v1/beacon/genesis");
      if (genesis.isPresent()) {
        return genesis.get().path("data");
      }
      deadline.pause(POLL, () -> "lodestar does not answer:\n" + process.output());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

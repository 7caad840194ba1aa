package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.internal.beacon.ScriptedBeacon;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six periods of Ethereum's mainnet in August 2023, by the network's own preset. */
class SyncCommitteeMainnetTest {

  private static final Path SHARED =
      Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "testdata", "mainnet");
  private static final Root CHECKPOINT =
      Root.parse("0x5afc212a7924789b2bc86acad3ab3a6ffb1f6e97253ea50bee7f4f51422c9275");
  private static final long FIRST_PERIOD = 862;
  private static final long NOW = 7_109_433; // slot
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void followsMainnetFromACheckpointAndRemembersIt(@TempDir Path folder) throws Exception {
    BeaconChain chain = Network.named("mainnet").beacon().orElseThrow();
    try (ScriptedBeacon beacon = mainnet()) {
      SyncCommitteeSettings settings =
          SyncCommitteeSettings.of(chain, List.of(beacon.uri()), CHECKPOINT);
      for (int start = 0; start < 2; start++) {
        try (SyncCommitteeAnchor anchor =
            settings.open(folder, BlsLibrary.best(), () -> chain.timeOf(NOW))) {
          AnchoredBlock head = anchor.follow(Duration.ofMinutes(1));
          assertEquals(17_923_113, head.block().number());
          assertEquals(
              "3c015340e234ff7f8e75ecebb11d45154a394cd896ddcfcfffc941a07b314960",
              HexFormat.of().formatHex(head.block().hash()));
          assertEquals(17_923_026, anchor.finalized().orElseThrow().block().number());
        }
      }
      assertEquals(1, beacon.asked().stream().filter(each -> each.contains("bootstrap")).count());
      assertTrue(size(folder) > 50_000 && size(folder) < 56_000, () -> "bytes of the state");
    }
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return Files.size(files.findFirst().orElseThrow());
    }
  }

  private static ScriptedBeacon mainnet() throws IOException {
    byte[] bootstrap = bytes("helios_bootstrap");
    return new ScriptedBeacon()
        .serve("bootstrap/" + CHECKPOINT, bootstrap)
        .serve("finality_update", bytes("helios_finality"))
        .serve("optimistic_update", bytes("helios_optimistic"))
        .on("/eth/v1/beacon/light_client/updates", SyncCommitteeMainnetTest::updates);
  }

  private static void updates(HttpExchange exchange) throws IOException {
    String[] numbers = exchange.getRequestURI().getQuery().replaceAll("[^0-9&]", "").split("&", -1);
    int first = (int) (Long.parseLong(numbers[0]) - FIRST_PERIOD);
    JsonNode all = JSON.readTree(bytes("helios_updates"));
    ArrayNode some = JSON.createArrayNode();
    for (int i = first; i < Math.min(all.size(), first + Integer.parseInt(numbers[1])); i++) {
      some.add(all.get(i));
    }
    ScriptedBeacon.send(exchange, 200, JSON.writeValueAsBytes(some));
  }

  private static byte[] bytes(String name) throws IOException {
    Path file = SHARED.resolve(name + ".json");
    assumeTrue(
        Files.exists(file),
        () -> "SKIPPED: the shared test data is not here: " + file.toAbsolutePath().normalize());
    return Files.readAllBytes(file);
  }
}

package org.dpk.provider.internal.beacon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.provider.internal.beacon.BeaconException.Fault;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.LightClientUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BeaconNodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String OPTIMISTIC = "optimistic_update";

  private static BeaconException thrown(Executable question) {
    return assertThrows(BeaconException.class, question);
  }

  @Test
  void readsWhatARealNodeServes() throws Exception {
    BeaconChain chain = RecordedPair.chain();
    assertEquals("capella", chain.forkAtSlot(0).name());
    assertEquals(64, chain.slotsPerPeriod());
    try (ScriptedBeacon server = RecordedPair.beacon();
        BeaconNode node = BeaconNode.at(server.uri(), chain)) {
      long start = node.bootstrap(RecordedPair.checkpoint(), PATIENCE).header().beacon().slot();
      List<LightClientUpdate> updates = node.updates(0, 3, PATIENCE);
      long finality = node.finalityUpdate(PATIENCE).attested().beacon().slot();
      long newest = node.optimisticUpdate(PATIENCE).attested().beacon().slot();
      assertTrue(start < finality && finality <= newest);
      assertEquals(3, updates.size());
      assertEquals(
          "/eth/v1/beacon/light_client/updates?start_period=0&count=3", server.asked().get(1));
    }
  }

  @Test
  void secretsOfAnAddressAreSentAndNeverTold() throws Exception {
    AtomicReference<String> authorization = new AtomicReference<>();
    try (ScriptedBeacon server = new ScriptedBeacon()) {
      server.on(
          "/v2/SECRETKEY/eth/v1/beacon/light_client/" + OPTIMISTIC,
          exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            ScriptedBeacon.send(exchange, 403, new byte[0]);
          });
      URI address =
          URI.create(
              "http://user:SECRETPASS@127.0.0.1:%d/v2/SECRETKEY/?token=SECRETTOKEN"
                  .formatted(server.uri().getPort()));
      try (BeaconNode node = BeaconNode.at(address, RecordedPair.chain())) {
        assertEquals(server.uri().toString(), node.name());
        BeaconException refused = thrown(() -> node.optimisticUpdate(PATIENCE));
        assertEquals(Fault.MISSING, refused.fault());
        assertTrue(refused.getMessage().contains("is its access key right?"));
        assertFalse(refused.getMessage().contains("SECRET"), refused.getMessage());
        assertTrue(server.asked().get(0).endsWith("?token=SECRETTOKEN"));
        assertEquals("Basic dXNlcjpTRUNSRVRQQVNT", authorization.get());
        server.close();
        BeaconException silent = thrown(() -> node.optimisticUpdate(PATIENCE));
        assertEquals(Fault.SILENT, silent.fault());
        assertFalse(silent.getMessage().contains("SECRET"), silent.getMessage());
      }
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (ScriptedBeacon server = new ScriptedBeacon();
        BeaconNode node = BeaconNode.at(server.uri(), RecordedPair.chain())) {
      server.on(
          "/eth/v1/beacon/light_client/" + OPTIMISTIC,
          exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            ScriptedBeacon.send(exchange, 302, new byte[0]);
          });
      String why = thrown(() -> node.optimisticUpdate(PATIENCE)).getMessage();
      assertTrue(why.endsWith("HTTP status 302: name the address that it leads to"), why);
      assertEquals(1, server.asked().size());
    }
  }

  @Test
  void anAnswerOfAGigabyteIsCutOff() throws Exception {
    try (ScriptedBeacon server = new ScriptedBeacon();
        BeaconNode node = BeaconNode.at(server.uri(), RecordedPair.chain())) {
      server.flood(OPTIMISTIC, 1L << 30);
      BeaconException e = thrown(() -> node.optimisticUpdate(PATIENCE));
      assertEquals(Fault.NONSENSE, e.fault());
      assertTrue(e.getMessage().contains("more than 36864 bytes"), e.getMessage());
    }
  }

  @Test
  void anAnswerThatDoesNotComeEndsWithThePatience() throws Exception {
    try (ScriptedBeacon server = new ScriptedBeacon();
        BeaconNode node = BeaconNode.at(server.uri(), RecordedPair.chain())) {
      server.stall(OPTIMISTIC);
      BeaconException e = thrown(() -> node.optimisticUpdate(Duration.ofMillis(200)));
      assertEquals(Fault.SILENT, e.fault());
      assertTrue(e.getMessage().contains("(not in time)"), e.getMessage());
    }
  }

  @Test
  void whatIsNoUpdateIsNonsense() throws Exception {
    try (ScriptedBeacon server = new ScriptedBeacon();
        BeaconNode node = BeaconNode.at(server.uri(), RecordedPair.chain())) {
      for (String json :
          List.of("", "[]", "{}", "<html>", "{\"data\":1,\"version\":\"capella\"}")) {
        server.serve(OPTIMISTIC, json.getBytes(StandardCharsets.UTF_8));
        assertEquals(Fault.NONSENSE, thrown(() -> node.optimisticUpdate(PATIENCE)).fault(), json);
      }
      server.serve(
          OPTIMISTIC,
          new String(RecordedPair.bytes(OPTIMISTIC), StandardCharsets.UTF_8)
              .replace("\"capella\"", "\"unheardof\"")
              .getBytes(StandardCharsets.UTF_8));
      assertTrue(thrown(() -> node.optimisticUpdate(PATIENCE)).getMessage().contains("unheardof"));
    }
  }

  @Test
  void aChainThatCantBeIsRefused() throws Exception {
    try (ScriptedBeacon server = new ScriptedBeacon()) {
      RecordedPair.describe(server);
      byte[] spec =
          new String(RecordedPair.bytes("spec"), StandardCharsets.UTF_8)
              .replace("\"SYNC_COMMITTEE_SIZE\":\"32\"", "\"SYNC_COMMITTEE_SIZE\":\"3200000000\"")
              .getBytes(StandardCharsets.UTF_8);
      server.on("/eth/v1/config/spec", exchange -> ScriptedBeacon.send(exchange, 200, spec));
      BeaconException e = thrown(() -> ChainDescription.of(server.uri(), "x", PATIENCE));
      assertEquals(Fault.NONSENSE, e.fault());
    }
  }

  @Test
  void onlyHttpIsAnAddress() {
    BeaconChain chain = RecordedPair.chain();
    for (String address : List.of("ws://127.0.0.1:1", "file:///tmp/x", "beacon.example")) {
      assertThrows(
          IllegalArgumentException.class, () -> BeaconNode.at(URI.create(address), chain), address);
    }
  }
}

package org.dpk.provider.internal.beacon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.beacon.BeaconReport.Service;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.junit.jupiter.api.Test;

class BeaconProbeTest {

  private static final BeaconChain CHAIN = RecordedPair.chain();

  private static BeaconReport report(ScriptedBeacon beacon) {
    return BeaconProbe.ask(
        beacon.uri(),
        CHAIN,
        RecordedPair.checkpoint(),
        BlsLibrary.best(),
        RecordedPair::time,
        Duration.ofSeconds(40));
  }

  private static List<String> missing(BeaconReport report) {
    return report.services().stream().filter(each -> !each.served()).map(Service::name).toList();
  }

  @Test
  void aNodeThatServesEverything() throws Exception {
    try (ScriptedBeacon beacon = RecordedPair.beacon()) {
      BeaconReport report = report(beacon);
      assertEquals(
          List.of(),
          report.services().stream().map(Service::why).filter(why -> !why.isEmpty()).toList());
      assertTrue(report.isComplete());
      assertTrue(report.behind().getAsLong() <= 3, report.toString());
      assertEquals(beacon.uri().toString(), report.node());
    }
  }

  @Test
  void aNodeThatServesNoLightClients() throws Exception {
    try (ScriptedBeacon beacon = new ScriptedBeacon()) {
      BeaconReport report = report(beacon);
      assertEquals(
          List.of("bootstrap", "updates", "finality update", "optimistic update"), missing(report));
      assertTrue(report.services().get(0).why().contains("does it serve light clients"));
      assertTrue(report.behind().isEmpty());
    }
  }

  @Test
  void aNodeThatLies() throws Exception {
    try (ScriptedBeacon beacon = RecordedPair.beacon()) {
      String update = new String(RecordedPair.bytes("optimistic_update"), StandardCharsets.UTF_8);
      beacon.serve(
          "optimistic_update",
          update
              .replaceFirst("\"state_root\":\"0x[0-9a-f]{8}", "\"state_root\":\"0x00000000")
              .getBytes(StandardCharsets.UTF_8));
      BeaconReport report = report(beacon);
      assertEquals(List.of("optimistic update"), missing(report));
      assertFalse(report.isComplete());
    }
  }
}

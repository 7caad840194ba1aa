package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.light.BeaconReport;
import org.dpk.provider.internal.light.BeaconReport.Part;
import org.dpk.provider.internal.light.ProviderReport.Served;
import org.junit.jupiter.api.Test;

class BeaconTableTest {

  private static final Part YES = new Part(Served.YES, "");
  private static final BeaconReport GOOD =
      new BeaconReport(
          "https://good.example",
          Optional.empty(),
          YES,
          YES,
          YES,
          Optional.of("fulu"),
          Optional.of(Duration.ofSeconds(13)),
          Optional.of(new BlockRef(21_000_000, new byte[32], 1_700_000_000)),
          "");
  private static final BeaconReport LIAR =
      new BeaconReport(
          "https://liar.example",
          Optional.empty(),
          new Part(Served.NO, "it has no bootstrap"),
          YES,
          new Part(Served.WRONG, "it bends"),
          Optional.of("fulu"),
          Optional.empty(),
          Optional.empty(),
          "it bends");

  private static List<String> lines(BeaconReport... beacons) {
    return new BeaconTable(List.of(beacons))
        .lines(new CommandRun().wide(160).surroundings().terminal());
  }

  @Test
  void whatIsGoodIsOneLine() {
    List<String> lines = lines(GOOD);
    assertEquals(4, lines.size(), lines::toString);
    assertTrue(
        lines
            .get(3)
            .matches("https://good.example +usable +yes +yes +yes +fulu +13 s +block 21000000"),
        lines.get(3));
  }

  @Test
  void whatIsNotIsSaidOnce() {
    List<String> lines = lines(GOOD, LIAR);
    assertTrue(lines.get(4).matches("https://liar.example +no +no +yes +wrong +fulu +– +–"));
    assertEquals(
        List.of("", "https://liar.example", "  it has no bootstrap", "  it bends"),
        lines.subList(5, lines.size()));
  }

  @Test
  void oneOfThemHasToBeOfUse() {
    assertTrue(new DoctorReport(List.of(), 0, List.of(LIAR, GOOD)).isGood());
    assertFalse(new DoctorReport(List.of(), 0, List.of(LIAR)).isGood());
  }

  @Test
  void membersOfTheJson() {
    List<Map<String, Object>> json = new BeaconTable(List.of(GOOD, LIAR)).json();
    assertEquals(
        List.of(
            "node",
            "usable",
            "bootstrap",
            "finality",
            "optimistic",
            "fork",
            "lagSeconds",
            "vouched"),
        List.copyOf(json.get(0).keySet()));
    assertEquals(Map.of("served", "wrong", "why", "it bends"), json.get(1).get("optimistic"));
    assertEquals("it bends", json.get(1).get("whyNot"));
  }
}

package org.dpk.cli.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Table;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.provider.internal.light.BeaconReport;
import org.dpk.provider.internal.light.BeaconReport.Part;
import org.dpk.provider.internal.light.ProviderReport.Served;

/** What beacon nodes serve of what a light client needs, as text and as JSON. */
final class BeaconTable {

  private static final String UNKNOWN = "–";

  private final List<BeaconReport> beacons;

  BeaconTable(List<BeaconReport> beacons) {
    this.beacons = beacons;
  }

  /** None where there are no beacon nodes. */
  List<String> lines(Terminal terminal) {
    if (beacons.isEmpty()) {
      return List.of();
    }
    Style style = terminal.outStyle();
    Table table =
        new Table(
            "beacon node",
            "light mode",
            "bootstrap",
            "finality",
            "optimistic",
            "fork",
            ">behind",
            ">vouched for");
    beacons.forEach(beacon -> table.row(row(beacon)));
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.lines(terminal.columns(), style));
    beacons.forEach(beacon -> lines.addAll(remarks(beacon, style)));
    return lines;
  }

  private static String[] row(BeaconReport beacon) {
    return new String[] {
      beacon.node(),
      beacon.isUsable() ? "usable" : "no",
      word(beacon.bootstrap()),
      word(beacon.finality()),
      word(beacon.optimistic()),
      beacon.fork().orElse(UNKNOWN),
      beacon.lag().map(BeaconTable::seconds).orElse(UNKNOWN),
      beacon.vouched().map(block -> "block " + block.number()).orElse(UNKNOWN)
    };
  }

  private static String word(Part part) {
    return switch (part.served()) {
      case YES -> "yes";
      case NO, NOTHING_THERE -> "no";
      case WRONG -> "wrong";
      case NOT_ASKED -> UNKNOWN;
    };
  }

  private static String seconds(Duration lag) {
    return "%,d s".formatted(lag.toSeconds());
  }

  private static List<String> remarks(BeaconReport beacon, Style style) {
    Set<String> remarks = new LinkedHashSet<>();
    beacon.objection().ifPresentOrElse(remarks::add, () -> remarks.addAll(lacks(beacon)));
    remarks.remove("");
    List<String> lines = new ArrayList<>();
    if (!remarks.isEmpty()) {
      lines.add("");
      lines.add(style.bold(beacon.node()));
      remarks.forEach(remark -> lines.add("  " + remark));
    }
    return lines;
  }

  /** Whoever has an objection is not asked for more. */
  private static Set<String> lacks(BeaconReport beacon) {
    Set<String> remarks = new LinkedHashSet<>();
    for (Part part : List.of(beacon.bootstrap(), beacon.finality(), beacon.optimistic())) {
      if (part.served() != Served.NOT_ASKED) {
        remarks.add(part.why());
      }
    }
    remarks.add(beacon.whyNot());
    return remarks;
  }

  /** One for each. */
  List<Map<String, Object>> json() {
    return beacons.stream().map(BeaconTable::json).toList();
  }

  private static Map<String, Object> json(BeaconReport beacon) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", beacon.node());
    json.put("usable", beacon.isUsable());
    beacon.objection().ifPresent(text -> json.put("objection", text));
    json.put("bootstrap", json(beacon.bootstrap()));
    json.put("finality", json(beacon.finality()));
    json.put("optimistic", json(beacon.optimistic()));
    beacon.fork().ifPresent(fork -> json.put("fork", fork));
    beacon.lag().ifPresent(lag -> json.put("lagSeconds", lag.toSeconds()));
    beacon.vouched().ifPresent(block -> json.put("vouched", DoctorReport.json(block)));
    if (beacon.objection().isEmpty() && !beacon.whyNot().isEmpty()) {
      json.put("whyNot", beacon.whyNot());
    }
    return json;
  }

  private static Map<String, Object> json(Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("served", part.served().name().toLowerCase(Locale.ROOT));
    if (part.served() != Served.NOT_ASKED && !part.why().isEmpty()) {
      json.put("why", part.why());
    }
    return json;
  }
}

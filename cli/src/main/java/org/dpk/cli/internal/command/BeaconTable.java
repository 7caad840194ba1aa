package org.dpk.cli.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Table;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.provider.internal.beacon.BeaconReport;
import org.dpk.provider.internal.beacon.BeaconReport.Service;

/** What beacon nodes serve of what a light client needs, as text and as JSON. */
final class BeaconTable {

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
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table().lines(terminal.columns(), style));
    for (BeaconReport beacon : beacons) {
      lines.addAll(remarks(beacon, style));
    }
    return lines;
  }

  private Table table() {
    Stream<String> services = beacons.get(0).services().stream().map(Service::name);
    Table table = new Table(row("beacon node", "light mode", services, ">behind"));
    for (BeaconReport beacon : beacons) {
      table.row(
          row(
              beacon.node(),
              beacon.isComplete() ? "usable" : "no",
              beacon.services().stream().map(service -> service.served() ? "yes" : "no"),
              beacon.behind().isEmpty() ? "–" : slots(beacon.behind().getAsLong())));
    }
    return table;
  }

  private static String slots(long count) {
    return "%,d slot%s".formatted(count, count == 1 ? "" : "s");
  }

  private static String[] row(String node, String verdict, Stream<String> services, String last) {
    return Stream.of(Stream.of(node, verdict), services, Stream.of(last))
        .flatMap(cells -> cells)
        .toArray(String[]::new);
  }

  private static List<String> remarks(BeaconReport beacon, Style style) {
    if (beacon.isComplete()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", style.bold(beacon.node())));
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    beacon.services().stream()
        .filter(service -> !service.served())
        .forEach(
            service ->
                reasons
                    .computeIfAbsent(service.why(), why -> new ArrayList<>())
                    .add(service.name()));
    reasons.forEach((why, names) -> lines.add("  " + String.join(", ", names) + ": " + why));
    return lines;
  }

  /** One for each. */
  List<Map<String, Object>> json() {
    return beacons.stream().map(BeaconTable::json).toList();
  }

  private static Map<String, Object> json(BeaconReport beacon) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", beacon.node());
    json.put("usable", beacon.isComplete());
    json.put("services", beacon.services().stream().map(BeaconTable::json).toList());
    beacon.behind().ifPresent(slots -> json.put("slotsBehind", slots));
    return json;
  }

  private static Map<String, Object> json(Service service) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("service", service.name());
    json.put("served", service.served());
    if (!service.served()) {
      json.put("why", service.why());
    }
    return json;
  }
}

package org.dpk.cli.internal.command;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Table;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.light.BeaconReport;
import org.dpk.provider.internal.light.ProviderReport;
import org.dpk.provider.internal.light.ProviderReport.AtBlock;
import org.dpk.provider.internal.light.ProviderReport.Served;

/** What nodes serve of what a light client needs, as text and as JSON. */
final class DoctorReport {

  private static final String UNKNOWN = "–";

  private final List<ProviderReport> nodes;
  private final int needed;
  private final List<BeaconReport> beacons;

  /**
   * @param needed how many of the nodes have to be of use
   * @param beacons empty where none is asked; else one of them has to be of use
   */
  DoctorReport(List<ProviderReport> nodes, int needed, List<BeaconReport> beacons) {
    this.nodes = nodes;
    this.needed = needed;
    this.beacons = beacons;
  }

  /** Whether a light client would work with what is there. */
  boolean isGood() {
    return usable() >= needed
        && (beacons.isEmpty() || beacons.stream().anyMatch(BeaconReport::isUsable));
  }

  private long usable() {
    return nodes.stream().filter(ProviderReport::isUsable).count();
  }

  List<String> lines(Terminal terminal) {
    Style style = terminal.outStyle();
    Table table =
        new Table("node", "light mode", ">proofs", "logs", ">final", "batches", ">answers in");
    nodes.forEach(node -> table.row(row(node)));
    List<String> lines = new ArrayList<>(table.lines(terminal.columns(), style));
    for (ProviderReport node : nodes) {
      lines.addAll(remarks(node, style));
    }
    lines.addAll(new BeaconTable(beacons).lines(terminal));
    lines.add("");
    lines.add(verdict(style));
    return lines;
  }

  private String verdict(Style style) {
    if (isGood()) {
      return style.good("light mode works with them");
    }
    String why =
        usable() < needed
            ? "%d of the nodes can be used, and %d %s needed"
                .formatted(usable(), needed, needed == 1 ? "is" : "are")
            : "no beacon node serves all that is needed";
    return style.bad("light mode does not work with them: " + why);
  }

  private static String[] row(ProviderReport node) {
    return new String[] {
      node.node(),
      node.isUsable() ? "usable" : "no",
      depth(node),
      logs(node),
      node.finalized().map(block -> lag(node, block)).orElse(UNKNOWN),
      node.batches().map(takes -> takes ? "yes" : "no").orElse(UNKNOWN),
      node.latency().map(Durations::text).orElse(UNKNOWN)
    };
  }

  private static String depth(ProviderReport node) {
    OptionalLong depth = node.provenDepth();
    if (depth.isPresent() && depth.getAsLong() == 0) {
      return "newest";
    }
    return depth.isEmpty() ? "none" : "newest − %,d".formatted(depth.getAsLong());
  }

  private static String logs(ProviderReport node) {
    List<AtBlock> asked =
        node.logs().stream().filter(each -> each.served() != Served.NOTHING_THERE).toList();
    if (asked.isEmpty()) {
      return UNKNOWN;
    }
    return asked.stream().allMatch(each -> each.served() == Served.YES) ? "yes" : "no";
  }

  private static String lag(ProviderReport node, BlockRef block) {
    return node.newest().map(newest -> "−" + (newest.number() - block.number())).orElse(UNKNOWN);
  }

  private static List<String> remarks(ProviderReport node, Style style) {
    List<String> remarks = new ArrayList<>();
    node.objection().ifPresent(remarks::add);
    node.proofs().stream()
        .filter(each -> each.served() == Served.WRONG || each.served() == Served.NO)
        .findFirst()
        .ifPresent(each -> remarks.add("proofs %,d deep: %s".formatted(each.depth(), each.why())));
    node.logs().stream()
        .filter(each -> each.served() != Served.YES)
        .forEach(each -> remarks.add("logs of block %,d: %s".formatted(each.block(), each.why())));
    List<String> lines = new ArrayList<>();
    if (!remarks.isEmpty()) {
      lines.add("");
      lines.add(style.bold(node.node()));
      remarks.forEach(remark -> lines.add("  " + remark));
    }
    return lines;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("usable", isGood());
    json.put("needed", needed);
    json.put("nodes", nodes.stream().map(DoctorReport::json).toList());
    json.put("beacons", new BeaconTable(beacons).json());
    return json;
  }

  private static Map<String, Object> json(ProviderReport node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", node.node());
    json.put("usable", node.isUsable());
    node.objection().ifPresent(text -> json.put("objection", text));
    node.chainId().ifPresent(id -> json.put("chainId", id));
    node.newest().ifPresent(block -> json.put("newest", json(block)));
    node.finalized().ifPresent(block -> json.put("finalized", json(block)));
    json.put(
        "proofs",
        node.proofs().stream()
            .map(each -> at("depth", each.depth(), each.served(), each.why()))
            .toList());
    json.put(
        "logs",
        node.logs().stream()
            .map(each -> at("block", each.block(), each.served(), each.why()))
            .toList());
    node.batches().ifPresent(takes -> json.put("batches", takes));
    node.latency().ifPresent(took -> json.put("latencyMicroseconds", took.toNanos() / 1_000));
    return json;
  }

  private static Map<String, Object> at(String where, long number, Served served, String why) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(where, number);
    json.put("served", served.name().toLowerCase(Locale.ROOT));
    if (!why.isEmpty()) {
      json.put("why", why);
    }
    return json;
  }

  static Map<String, Object> json(BlockRef block) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", block.number());
    json.put("hash", "0x" + HexFormat.of().formatHex(block.hash()));
    json.put("timestamp", block.timestamp());
    return json;
  }
}

package org.dpk.benchmarks;

import java.util.Map;

/** What a benchmark is called in table and plot. */
final class Titles {

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("Lookup.cold.FULL", "look-up, from the node over HTTP"),
          Map.entry("Lookup.cached.FULL", "look-up, cached"),
          Map.entry("Lookup.cold.LIGHT", "light mode: look-up as of now, over HTTP"),
          Map.entry("Lookup.cached.LIGHT", "light mode: look-up, cached"),
          Map.entry("Proof.mainnetDepth", "light mode: header, account and slot of one proof"),
          Map.entry("Handshake.sunJsseMutualTls", "SunJSSE mutual TLS 1.3, P-256 (both sides)"),
          Map.entry("Handshake.dpkFirstContact", "DPK, first contact: NSL and TLS (both sides)"),
          Map.entry("Handshake.dpkCachedPsk", "DPK, cached PSK (both sides)"),
          Map.entry("Handshake.staticPsk", "static PSK (both sides)"),
          Map.entry("Handshake.rawBctlsPsk", "bare bctls, static PSK (both sides)"),
          Map.entry("Bulk.sunJsse.heap", "SunJSSE, a record of 16 KiB, heap buffers (both sides)"),
          Map.entry("Bulk.dpk.heap", "DPK, a record of 16 KiB, heap buffers (both sides)"),
          Map.entry(
              "Bulk.sunJsse.direct", "SunJSSE, a record of 16 KiB, direct buffers (both sides)"),
          Map.entry("Bulk.dpk.direct", "DPK, a record of 16 KiB, direct buffers (both sides)"));

  /** Behind the name of the suite. */
  private static final Map<String, String> STEPS =
      Map.of(
          "initiatorNs1", "A: to NS1",
          "responderNs2", "B: NS1 to NS2",
          "initiatorNs34", "A: NS2 to NS34",
          "responderNs34", "B: NS34 to the keys",
          "initiator", "A in all",
          "responder", "B in all",
          "both", "both sides");

  private static final Map<String, String> COMMITTEES =
      Map.of(
          "first", "480 of 512 signed, committee seen for the first time",
          "later", "480 of 512 signed, committee seen before",
          "keyByKey", "480 of 512 signed, key by key");

  private static final Map<String, String> LIBRARIES =
      Map.of("BOUNCY_CASTLE", "pure Java", "JBLST", "jblst");

  private Titles() {}

  static String of(String name) {
    String[] parts = name.split("\\.");
    return switch (parts[0]) {
      case "Nsl" -> parts[2] + ", " + STEPS.getOrDefault(parts[1], parts[1]);
      case "Committee" -> COMMITTEES.get(parts[1]) + ", " + LIBRARIES.get(parts[2]);
      default -> TITLES.getOrDefault(name, name);
    };
  }
}

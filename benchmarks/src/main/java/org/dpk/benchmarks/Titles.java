package org.dpk.benchmarks;

import java.util.Map;

/** What a benchmark is called in table and plot. */
final class Titles {

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("Lookup.cold", "look-up, from the node over HTTP"),
          Map.entry("Lookup.cached", "look-up, cached"),
          Map.entry("Nsl.initiatorNs1", "NSL_X25519, A: to NS1"),
          Map.entry("Nsl.responderNs2", "NSL_X25519, B: NS1 to NS2"),
          Map.entry("Nsl.initiatorNs34", "NSL_X25519, A: NS2 to NS34"),
          Map.entry("Nsl.responderNs34", "NSL_X25519, B: NS34 to the keys"),
          Map.entry("Nsl.initiator", "NSL_X25519, A in all"),
          Map.entry("Nsl.responder", "NSL_X25519, B in all"),
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

  private Titles() {}

  static String of(String name) {
    return TITLES.getOrDefault(name, name);
  }
}

package org.dpk.benchmarks;

import java.util.Map;

/** What a benchmark is called in table and plot. */
final class Titles {

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("Lookup.cold", "look-up, from the node over HTTP"),
          Map.entry("Lookup.cached", "look-up, cached"),
          Map.entry("Nsl.initiator", "NSL_X25519, initiator's side"),
          Map.entry("Nsl.responder", "NSL_X25519, responder's side"),
          Map.entry("Handshake.sunJsseMutualTls", "SunJSSE mutual TLS 1.3, P-256 (both sides)"),
          Map.entry("Handshake.dpkFirstContact", "DPK, first contact: NSL and TLS (both sides)"),
          Map.entry("Handshake.dpkCachedPsk", "DPK, cached PSK (both sides)"),
          Map.entry("Handshake.staticPsk", "static PSK (both sides)"));

  private Titles() {}

  static String of(String name) {
    return TITLES.getOrDefault(name, name);
  }
}

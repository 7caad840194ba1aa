package org.dpk.cli.internal.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.output.Style;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.Suite;

/** The answer of a look-up, as text and as JSON. */
final class LookupReport {

  private static final int SHOWN_KEY_BYTES = 8;

  private final Lookup lookup;
  private final Optional<String> voucher;

  /**
   * @param voucher who vouches for the block, in light mode
   */
  LookupReport(Lookup lookup, Optional<String> voucher) {
    this.lookup = lookup;
    this.voucher = voucher;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identity", lookup.identity().toString());
    json.put("status", status());
    json.put("block", lookup.block().number());
    json.put("blockHash", "0x" + HexFormat.of().formatHex(lookup.block().hash()));
    json.put("blockTime", lookup.block().timestamp());
    json.put("assurance", lookup.assurance().name().toLowerCase(Locale.ROOT));
    voucher.ifPresent(by -> json.put("anchor", by));
    if (lookup instanceof Lookup.Active active) {
      json.putAll(json(active.record()));
    } else if (lookup instanceof Lookup.Revoked revoked) {
      json.put("changedAtBlock", revoked.changed());
    }
    return json;
  }

  private static Map<String, Object> json(IdentityRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", record.version());
    json.put("owner", record.owner().toString());
    json.put("registrar", record.registrar().toString());
    json.put("notBefore", record.notBefore());
    json.put("notAfter", record.notAfter());
    json.put("keys", record.keys().stream().map(LookupReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(SuiteKey key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", "0x%04x".formatted(key.suite()));
    json.put("kem", HexFormat.of().formatHex(key.kem()));
    json.put("sig", HexFormat.of().formatHex(key.sig()));
    return json;
  }

  List<String> lines(Terminal terminal) {
    Style style = terminal.outStyle();
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(lookup.identity().toString()) + "  " + coloured(style));
    if (lookup instanceof Lookup.Active active) {
      record(active.record(), lines);
    } else if (lookup instanceof Lookup.Revoked revoked) {
      lines.add(field("revoked", "in block " + revoked.changed()));
    }
    lines.add(
        field(
            "read at", lookup.block() + ", " + Instant.ofEpochSecond(lookup.block().timestamp())));
    lines.add(field("assured", assurance()));
    return lines;
  }

  private static void record(IdentityRecord record, List<String> lines) {
    lines.add(field("version", String.valueOf(record.version())));
    lines.add(field("owner", record.owner().toString()));
    lines.add(field("admitted by", record.registrar().toString()));
    lines.add(
        field(
            "valid", time(record.notBefore(), "ever") + " to " + time(record.notAfter(), "ever")));
    for (SuiteKey key : record.keys()) {
      lines.add(field("key", suite(key) + ", " + shortened(key.kem())));
    }
  }

  private static String suite(SuiteKey key) {
    return Suite.byId(key.suite())
        .map(Suite::toString)
        .orElse("suite 0x%04x, not known here".formatted(key.suite()));
  }

  private static String field(String name, String value) {
    return "  %-12s %s".formatted(name, value);
  }

  private static String time(long seconds, String none) {
    return seconds == 0 ? none : Instant.ofEpochSecond(seconds).toString();
  }

  private static String shortened(byte[] key) {
    int shown = Math.min(SHOWN_KEY_BYTES, key.length);
    return HexFormat.of().formatHex(key, 0, shown) + "… (" + key.length + " bytes)";
  }

  private String status() {
    return status(lookup);
  }

  /** In one word. */
  static String status(Lookup lookup) {
    return lookup instanceof Lookup.Active
        ? "active"
        : lookup instanceof Lookup.Revoked ? "revoked" : "unknown";
  }

  private String coloured(Style style) {
    return lookup instanceof Lookup.Active ? style.good(status()) : style.bad(status());
  }

  private String assurance() {
    return switch (lookup.assurance()) {
      case PROVED -> proved("a trusted header");
      case QUORUM -> proved("several nodes that agree");
      case TRUSTED_NODE -> "by the node that was asked";
    };
  }

  private String proved(String by) {
    return "proved at block %d, which is vouched for by %s"
        .formatted(lookup.block().number(), voucher.orElse(by));
  }
}

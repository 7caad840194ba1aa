package org.dpk.cli.internal.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Table;

/** What this run took, beside what the paper reports. For one thread. */
final class Figures {

  private static final String NONE = "–";

  /** What is measured, and what the paper measured (section 4: on the Ropsten test network). */
  enum What {
    STORE_SPONSORED("store a record, sponsored", "11–30 s"),
    STORE_FUNDED("store a record, funded", "11–30 s"),
    LOOKUP_COLD("look a record up, on chain", "0.5 s"),
    LOOKUP_CACHED("look a record up, cached", NONE),
    FIRST_CONTACT("fetch a page, first contact", NONE),
    CACHED_KEY("fetch a page, cached key", NONE),
    REVOCATION("revocation closes a session", NONE);

    private final String words;
    private final String paper;

    What(String words, String paper) {
      this.words = words;
      this.paper = paper;
    }
  }

  private final Map<What, List<Duration>> samples = new EnumMap<>(What.class);

  /** Adds a measurement. */
  void add(What what, Duration took) {
    samples.computeIfAbsent(what, key -> new ArrayList<>()).add(took);
  }

  /** The first measurement; zero if there is none. */
  Duration first(What what) {
    return samples.getOrDefault(what, List.of(Duration.ZERO)).get(0);
  }

  /** The median of the measurements after the first; zero if there is none. */
  Duration median(What what) {
    List<Duration> rest = later(what).stream().sorted().toList();
    return rest.isEmpty() ? Duration.ZERO : rest.get(rest.size() / 2);
  }

  private List<Duration> later(What what) {
    List<Duration> all = samples.getOrDefault(what, List.of());
    return all.isEmpty() ? List.of() : all.subList(1, all.size());
  }

  Table table() {
    Table table = new Table("", ">paper", ">this run", ">then (median)");
    for (What what : What.values()) {
      if (samples.containsKey(what)) {
        table.row(what.words, what.paper, Durations.text(first(what)), then(what));
      }
    }
    return table;
  }

  private String then(What what) {
    int count = later(what).size();
    return count == 0 ? NONE : Durations.text(median(what)) + " of " + count;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    samples.forEach((what, all) -> json.put(name(what), json(what, all)));
    return json;
  }

  private Map<String, Object> json(What what, List<Duration> all) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("paper", what.paper.equals(NONE) ? "" : what.paper);
    json.put("firstMilliseconds", millis(first(what)));
    if (all.size() > 1) {
      json.put("medianMilliseconds", millis(median(what)));
    }
    json.put("count", all.size());
    return json;
  }

  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }

  private static String name(What what) {
    String[] words = what.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }
}

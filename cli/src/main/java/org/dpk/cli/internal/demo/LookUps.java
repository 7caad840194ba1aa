package org.dpk.cli.internal.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.registry.Registries;

/** Reads a key from the chain, and from the cache. */
final class LookUps {

  private static final long PATIENCE_SECONDS = 30;

  private final Figures figures;
  private final Setting setting;
  private final int repeat;

  LookUps(Figures figures, Setting setting, int repeat) {
    this.figures = figures;
    this.setting = setting;
    this.repeat = repeat;
  }

  Lookup run(Notes notes, DpkIdentity identity) throws Exception {
    try (KeyRegistry registry = Registries.open(setting.network().network().endpoint())) {
      for (int i = 0; i < repeat; i++) {
        find(registry, identity, Freshness.NOW, What.LOOKUP_COLD);
      }
      Lookup last = find(registry, identity, Freshness.NOW, What.LOOKUP_COLD);
      for (int i = 0; i <= repeat; i++) {
        find(registry, identity, Freshness.RECENT, What.LOOKUP_CACHED);
      }
      notes.add(
          "on chain %s, then %s; from the cache %s",
          Durations.text(figures.first(What.LOOKUP_COLD)),
          Durations.text(figures.median(What.LOOKUP_COLD)),
          Durations.text(figures.median(What.LOOKUP_CACHED)));
      return last;
    }
  }

  private Lookup find(KeyRegistry registry, DpkIdentity identity, Freshness wanted, What what)
      throws Exception {
    long start = System.nanoTime();
    Lookup found = registry.find(identity, wanted).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    figures.add(what, Duration.ofNanos(System.nanoTime() - start));
    if (!(found instanceof Lookup.Active)) {
      throw new IllegalStateException(identity + " should be active, the chain says " + found);
    }
    return found;
  }
}

package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.registry.FullMode;
import org.dpk.provider.internal.registry.RegistryAccess;

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
    try (KeyRegistry registry = access().open()) {
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
      if (last.assurance() == Assurance.PROVED) {
        notes.add("proved at %s, which the sync committee signed", last.block());
      }
      return last;
    }
  }

  private RegistryAccess access() throws IOException {
    ChainEndpoint node = setting.network().network().endpoint();
    return setting
        .stage()
        .light()
        .map(LightConfiguration::read)
        .<RegistryAccess>map(
            light -> light.access(node.registry(), List.of(), List.of(node.node()), node.limits()))
        .orElseGet(() -> new FullMode(List.of(node)));
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

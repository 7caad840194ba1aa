package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.contracts.devnet.Devnet;

/** A development chain, whose node every device trusts. */
record AnvilStage(Workshop workshop, DemoPlan plan, Devnet devnet) implements Stage {

  static AnvilStage start(Workshop workshop, DemoPlan plan) throws IOException {
    return new AnvilStage(workshop, plan, workshop.stopAtEnd(Devnet.start(options(plan))));
  }

  private static AnvilOptions options(DemoPlan plan) {
    AnvilOptions options = AnvilOptions.defaults();
    if (plan.blockTime() != null) {
      options = options.withBlockTime(plan.blockTime());
    }
    Path keep = plan.keep();
    return keep == null ? options : options.withState(keep.resolve("chain.json"));
  }

  @Override
  public void describe(Notes notes) {
    notes.add("anvil, chain %d, on %s", devnet.chainId(), devnet.uri());
    notes.add("DpkRegistry at %s", devnet.registryAddress());
    notes.add(
        plan.blockTime() == null
            ? "each transaction gets a block at once (try --block-time 12s)"
            : "a block every " + Durations.text(plan.blockTime()));
  }

  @Override
  public void ready(Script script) {}

  @Override
  public Way way(String device) throws IOException {
    Tap tap = workshop.stopAtEnd(Tap.of(devnet.anvil().port()));
    URI node = URI.create("ws://127.0.0.1:" + tap.port());
    return new Way(node, List.of(tap), Optional.empty());
  }

  @Override
  public Optional<Path> light() {
    return Optional.empty();
  }
}

package org.dpk.cli.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.demo.Demo;
import org.dpk.cli.internal.demo.DemoPlan;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the demo. */
@Command(
    name = "demo",
    description = {
      "Everything once through, on a chain of its own: two devices enrol and talk HTTPS, with the"
          + " times that it takes.",
    },
    footer = {
      "",
      "Examples:",
      "  dpk demo",
      "  dpk demo --block-time 12s     # as slow as Ethereum",
      "  dpk demo --keep tour          # and go on by hand",
      "  dpk demo --light              # through a light client",
      "  dpk demo --json",
    })
final class DemoCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep chain, PKM and identity files in this folder, and say how to go on.")
  private @Nullable Path keep;

  @Option(
      names = "--block-time",
      paramLabel = "TIME",
      description = "Time between blocks, such as 2s. Default: a block per transaction, at once.")
  private @Nullable Duration blockTime;

  @Option(
      names = "--light",
      description =
          "On a proof-of-stake chain, and every device trusts no node: it checks what it is told."
              + " Takes two minutes, and once two more to install that chain.")
  private boolean light;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often to measure after the first time. Default: ${DEFAULT-VALUE}.")
  private int repeat;

  @Mixin private final OutputOptions output;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    requireSense();
    DemoPlan plan = new DemoPlan(output.isJson(), keep, blockTime, light, repeat);
    Map<String, Object> figures = new Demo(surroundings.terminal(), plan).play();
    output.print(figures, List::of);
    return ExitCode.OK.number();
  }

  private void requireSense() {
    if (light && (keep != null || blockTime != null)) {
      throw new Failure(
          ExitCode.USAGE,
          "--light plays on a chain that can't be kept, and has a block time of its own",
          "leave out --keep and --block-time");
    }
  }
}

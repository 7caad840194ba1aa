package org.dpk.cli.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.Probe;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.proof.BlockNaming;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out which of a user's endpoints serve what light mode needs. */
@Command(
    name = "doctor",
    description = "Find out which of your endpoints serve what light mode needs.",
    footer = {
      "",
      "Asks the nodes of the light configuration, or the one of the network, and verifies what they",
      "answer. Ends with 0 if light mode would work with them, with 1 if not.",
      "",
      "Examples:",
      "  dpk doctor --light light.json",
      "  dpk doctor --node https://node.example.org --chain-id 1 --contract 0x… --block 21000000",
    })
final class DoctorCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--block",
      paramLabel = "N",
      description = "A block in which the registry logged something: is its log still there?")
  private List<Long> blocks = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  @Mixin private final ReadingOptions reading;
  @Mixin private final OutputOptions output;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Optional<LightConfiguration> configuration = reading.configuration();
    List<ChainEndpoint> nodes = reading.nodes(configuration);
    BlockNaming naming = configuration.map(LightConfiguration::naming).orElse(BlockNaming.ETHEREUM);
    DoctorReport report;
    try (Progress progress =
        Progress.start(surroundings.terminal(), "asking " + nodes.size() + " nodes")) {
      report = new DoctorReport(new Probe(naming, blocks).ask(nodes, timeout));
    }
    output.print(report.json(), () -> report.lines(surroundings.terminal()));
    return (report.isGood() ? ExitCode.OK : ExitCode.NO).number();
  }
}

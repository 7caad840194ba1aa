package org.dpk.cli.internal.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.internal.network.LightConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out which of a user's endpoints serve what light mode needs. */
@Command(
    name = "doctor",
    description = "Find out which of your endpoints serve what light mode needs.",
    footer = {
      "",
      "Asks the nodes and beacon nodes of the light configuration, or else the node of the network, and",
      "verifies what they answer. Ends with 0 if light mode would work with them, with 1 if not.",
      "",
      "  proofs      how old a block may be that it proves something of; light mode needs the newest",
      "  logs        whether it has those of the blocks that --block names: records are read from them",
      "  final       how many blocks the one that it calls final lies below the newest",
      "  behind      how far the newest block that a beacon node serves is behind this machine's clock",
      "  vouched for the block that light mode trusts by what this beacon node alone serves",
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

  @Mixin private final TimeoutOptions timeout = new TimeoutOptions();
  @Mixin private final ReadingOptions reading;
  @Mixin private final OutputOptions output;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    requireSense();
    Examination examination = examination();
    DoctorReport report;
    try (Progress progress =
        Progress.start(surroundings.terminal(), "asking " + examination.size() + " endpoints")) {
      report = examination.report(timeout.timeout());
    }
    output.print(report.json(), () -> report.lines(surroundings.terminal()));
    return (report.isGood() ? ExitCode.OK : ExitCode.NO).number();
  }

  private Examination examination() throws IOException {
    Optional<LightConfiguration> configuration = reading.configuration();
    if (configuration.isEmpty()) {
      return Examination.of(reading.network().endpoint(), blocks);
    }
    LightConfiguration light = configuration.get();
    return Examination.of(reading.settings(light), light.naming(), blocks);
  }

  private void requireSense() {
    if (blocks.stream().anyMatch(block -> block < 0)) {
      throw new Failure(ExitCode.USAGE, "a block's number is not negative", "name it: --block 0");
    }
    if (timeout.timeout().isZero() || timeout.timeout().isNegative()) {
      throw new Failure(ExitCode.USAGE, "no time is left to ask", "name some: --timeout 60s");
    }
  }
}

package org.dpk.cli.internal.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.EnrolmentWords;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentClient.Enrolled;
import org.dpk.provider.internal.enrol.EnrolmentSettings;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.nsl.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a device onto the chain. */
@Command(
    name = "enrol",
    description = {
      "Make an identity for this device and have it admitted: keys, wallet, record on chain.",
      "",
      "Stopped at any point, for whatever reason, the same command goes on from there.",
    },
    footer = {
      "",
      "Examples:",
      "  dpk enrol sensor.token --out sensor.dpk",
      "  dpk enrol sensor.token --out sensor.dpk --password-file pw --json",
      "  dpk enrol sensor.token --out sensor.dpk --node https://my-node:8545",
      "  dpk enrol sensor.token --out sensor.dpk --light light.json",
      "  dpk enrol sensor.token --out sensor.dpk --suite NSL_XWING,NSL_X25519",
    })
final class EnrolCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "TOKENFILE",
      description = "What dpk admin register wrote for this device.")
  @SuppressWarnings("NullAway.Init")
  private Path tokenFile;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The identity file: made, or gone on with.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Mixin private final PasswordOptions password;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Ethereum nodes to ask, in order. Default: those of the token file.")
  private List<String> nodes = List.of();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      split = ",",
      description = {
        "Of which suites the keys are, in order of preference: NSL_X25519 (what a new identity gets"
            + " if nothing is said), NSL_XWING (post-quantum), NSL_RSA2048.",
      })
  private List<Suite> suites = List.of();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "How long to wait for the PKM and the chain. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration patience;

  @Mixin private final LightOptions light;
  @Mixin private final OutputOptions output;

  EnrolCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.password = new PasswordOptions(surroundings);
    this.light = new LightOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    TokenFile token = TokenFile.read(tokenFile);
    List<URI> asked = nodes.stream().map(ChainEndpoint::parseNode).toList();
    EnrolmentSettings chosen =
        EnrolmentSettings.DEFAULT
            .withNodes(asked)
            .withPatience(patience)
            .withSuites(Converters.eachOnce(suites));
    EnrolmentSettings settings = light.configuration().map(chosen::withLight).orElse(chosen);
    char[] secret = password.forFile(out);
    try (Progress progress = Progress.start(terminal, "enrolling " + token.identity())) {
      Enrolled enrolled = enrol(token, settings, secret, progress);
      progress.done(enrolled.identity() + " after " + Durations.text(progress.elapsed()));
      output.print(json(enrolled), () -> text(enrolled));
    } finally {
      Arrays.fill(secret, '\0');
    }
    return ExitCode.OK.number();
  }

  private Enrolled enrol(
      TokenFile token, EnrolmentSettings settings, char[] secret, Progress progress)
      throws IOException {
    return new EnrolmentClient(
            settings, (step, detail) -> progress.say(EnrolmentWords.of(step, detail)))
        .enrol(token, out, secret);
  }

  private Map<String, Object> json(Enrolled enrolled) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identity", enrolled.identity().toString());
    json.put("identityFile", out.toString());
    json.put("wallet", enrolled.wallet().toString());
    json.put("version", enrolled.version());
    json.put("block", enrolled.block().number());
    return json;
  }

  private List<String> text(Enrolled enrolled) {
    return List.of(
        "identity       " + enrolled.identity(),
        "identity file  " + out,
        "wallet         " + enrolled.wallet(),
        "record         version " + enrolled.version() + ", seen in " + enrolled.block());
  }
}

package org.dpk.cli.internal.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.light.OfflineProofs;
import org.dpk.provider.internal.offline.OfflineProof;
import org.dpk.provider.internal.offline.ProofFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a proof of what the chain says of an identity, for whoever has no node. */
@Command(
    name = "prove",
    description =
        "Write a proof of what the chain says of an identity, to be checked without a node.",
    footer = {
      "",
      "The proof is of the newest block that the light configuration vouches for. Ends with 0 if the",
      "identity is active there, with 1 if it is revoked or unknown: that is proven just as well.",
      "",
      "Examples:",
      "  dpk prove dns:example.org --light light.json > example.proof",
      "  dpk prove dns:example.org --light light.json --staple --out example.staple",
    })
final class ProveCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "dns:host, ip:address or uuid:…")
  @SuppressWarnings("NullAway.Init")
  private DpkIdentity identity;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it. Default: the standard output.")
  private @Nullable Path out;

  @Option(
      names = "--staple",
      description =
          "Write the bytes of a staple in place of the file: what a device sends along with its"
              + " first message, so that its peer need not ask the chain.")
  private boolean staple;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  @Mixin private final ReadingOptions reading;

  ProveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    LightSettings settings = reading.settings(reading.requiredConfiguration());
    OfflineProof proof;
    try (Progress progress = Progress.start(surroundings.terminal(), "proving " + identity);
        OfflineProofs proofs = new OfflineProofs(settings, timeout)) {
      proof = proofs.prove(identity);
      Lookup lookup = proofs.check(proof, Assurance.PROVED).lookup();
      write(staple ? proof.staple(lookup.block().hash()) : ProofFile.encode(proof));
      return (lookup instanceof Lookup.Active ? ExitCode.OK : ExitCode.NO).number();
    }
  }

  private void write(byte[] bytes) throws Exception {
    if (out != null) {
      Files.write(out, bytes);
      return;
    }
    PrintStream standard = surroundings.terminal().out();
    standard.write(bytes);
    if (!staple) {
      standard.println();
    }
    standard.flush();
  }
}

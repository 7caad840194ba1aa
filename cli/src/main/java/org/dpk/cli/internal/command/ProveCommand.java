package org.dpk.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.admin.NewFile;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.light.OfflineProofs;
import org.dpk.provider.internal.offline.OfflineProof;
import org.dpk.provider.internal.offline.ProofFile;
import org.dpk.provider.internal.staple.WrongStaple;
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
      "identity is active there, with 1 if it is revoked or unknown: that is proven just as well, but",
      "there is no staple of it. A file that is there is not overwritten.",
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
      description = "A new file to write it to. Default: the standard output.")
  private @Nullable Path out;

  @Option(
      names = "--staple",
      description =
          "Write the bytes of a staple in place of the file: what a device sends along with its"
              + " first message, so that its peer need not ask the chain.")
  private boolean staple;

  @Mixin private final TimeoutOptions timeout = new TimeoutOptions();
  @Mixin private final ReadingOptions reading;

  ProveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
  }

  private interface Destination {
    void take(byte[] bytes, Lookup proven) throws IOException;
  }

  @Override
  public Integer call() throws Exception {
    LightSettings settings = reading.settings(reading.requiredConfiguration());
    if (out == null) {
      return prove(settings, (bytes, proven) -> print(bytes));
    }
    try (NewFile file = NewFile.createShared(out)) {
      return prove(settings, (bytes, proven) -> save(file, bytes, proven));
    }
  }

  private int prove(LightSettings settings, Destination destination) throws Exception {
    byte[] bytes;
    Lookup proven;
    try (Progress progress = Progress.start(surroundings.terminal(), "proving " + identity);
        OfflineProofs proofs = new OfflineProofs(settings, timeout.timeout())) {
      OfflineProof proof = proofs.prove(identity);
      proven = proofs.check(proof, Assurance.PROVED).lookup();
      bytes = staple ? staple(proof, proven) : ProofFile.encode(proof);
    }
    destination.take(bytes, proven);
    return (proven instanceof Lookup.Active ? ExitCode.OK : ExitCode.NO).number();
  }

  private static byte[] staple(OfflineProof proof, Lookup proven) throws WrongStaple {
    if (!(proven instanceof Lookup.Active)) {
      throw new Failure(
          ExitCode.NO,
          proven.identity() + " is " + LookupReport.status(proven) + ": there is nothing to staple",
          "without --staple, that it is so is proven");
    }
    return proof.staple(proven.block().hash());
  }

  private void print(byte[] bytes) {
    PrintStream standard = surroundings.terminal().out();
    standard.write(bytes, 0, bytes.length);
    if (!staple) {
      standard.println();
    }
    standard.flush();
  }

  private void save(NewFile file, byte[] bytes, Lookup proven) throws IOException {
    file.write(bytes);
    PrintStream standard = surroundings.terminal().out();
    standard.println("proven   " + identity + ", " + LookupReport.status(proven));
    standard.println(
        "block    %d of %s"
            .formatted(proven.block().number(), Instant.ofEpochSecond(proven.block().timestamp())));
    standard.println("hash     0x" + HexFormat.of().formatHex(proven.block().hash()));
    standard.println("%-8s %s, %,d bytes".formatted(staple ? "staple" : "file", out, bytes.length));
  }
}

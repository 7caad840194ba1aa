package org.dpk.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.Assurance;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.light.OfflineProofs;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.offline.BadProofFile;
import org.dpk.provider.internal.offline.OfflineProof;
import org.dpk.provider.internal.offline.ProofCheck;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.offline.ProofFile;
import org.dpk.provider.internal.proof.BlockNaming;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a proof that somebody else made. */
@Command(
    name = "verify",
    description = "Check a proof of dpk prove, and show what it proves.",
    footer = {
      "",
      "Its block has to be part of the chain: either the light configuration's anchor vouches for it",
      "(the headers in between are read from a node, which need not be trusted), or you name a block",
      "of the proof that you trust, and nobody is asked.",
      "",
      "Ends with 0 if the identity was active in that block, with 1 if it was revoked or unknown. A",
      "proof can't show what happened after its block: a revocation, say.",
      "",
      "Examples:",
      "  dpk verify example.proof --light light.json",
      "  dpk verify example.proof --trust-block 0x…   # 64 digits",
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int HASH_LENGTH = 32;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "What dpk prove wrote.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--trust-block",
      paramLabel = "0x…",
      description = "The hash of a block that is known to be part of the chain: asks nobody.")
  private @Nullable String trusted;

  @Mixin private final TimeoutOptions timeout = new TimeoutOptions();
  @Mixin private final ReadingOptions reading;
  @Mixin private final OutputOptions output;

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Optional<byte[]> block = Optional.ofNullable(trusted).map(VerifyCommand::hash);
    byte[] content = read();
    try {
      OfflineProof proof = ProofFile.decode(content);
      requireRegistry(proof);
      return block.isEmpty() ? anchored(proof) : trusting(proof, block.get());
    } catch (BadProofFile e) {
      throw new BadProofFile(file + ": " + e.getMessage(), e);
    }
  }

  private byte[] read() throws IOException {
    if (Files.isDirectory(file)) {
      throw new Failure(
          ExitCode.NO_INPUT, file + " is a folder", "name the file that dpk prove wrote");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ProofFile.MAX_LENGTH + 1);
    }
  }

  /** Anybody can deploy a registry of his own, and prove what stands in that. */
  private void requireRegistry(OfflineProof proof) throws IOException {
    RegistryId expected = reading.network().registry();
    if (!proof.registry().equals(expected)) {
      throw new Failure(
          ExitCode.DATA,
          "%s: the proof is of the registry %s on chain %d, and not of %s on chain %d"
              .formatted(
                  file,
                  proof.registry().contract(),
                  proof.registry().chainId(),
                  expected.contract(),
                  expected.chainId()),
          "have one of your registry made; if the other one is meant: --network FILE");
    }
  }

  private int anchored(OfflineProof proof) throws IOException {
    LightConfiguration configuration =
        reading.requiredConfiguration(
            "name one: --light FILE; or a block that you know to be part of the chain: --trust-block 0x…");
    try (Progress progress = Progress.start(surroundings.terminal(), "checking " + file);
        OfflineProofs proofs =
            new OfflineProofs(reading.settings(configuration), timeout.timeout())) {
      return show(proofs.verify(proof), configuration.voucher());
    }
  }

  private int trusting(OfflineProof proof, byte[] block) throws IOException {
    Shown shown = check(proof);
    if (!shown.holds(block)) {
      throw new Failure(
          ExitCode.DATA,
          "%s: the proof leads to %s, and not to the block that you trust"
              .formatted(file, shown.last()),
          "name the hash of that block, if you know from elsewhere that it is part of the chain");
    }
    return show(shown, "the block that you trust");
  }

  /** By the rules of the chain that the light configuration names; of Ethereum without one. */
  private Shown check(OfflineProof proof) throws IOException {
    Optional<LightConfiguration> configuration = reading.configuration();
    configuration.ifPresent(light -> light.requireChainOf(proof.registry()));
    BlockNaming naming = configuration.map(LightConfiguration::naming).orElse(BlockNaming.ETHEREUM);
    return new ProofCheck(naming, Assurance.PROVED).check(proof);
  }

  private int show(Shown shown, String voucher) {
    LookupReport report = new LookupReport(shown.lookup(), Optional.of(voucher));
    output.print(report.json(), () -> report.lines(surroundings.terminal()));
    surroundings
        .terminal()
        .note("what happened after block " + shown.lookup().block().number() + " it can't show");
    return (shown.lookup() instanceof Lookup.Active ? ExitCode.OK : ExitCode.NO).number();
  }

  private static byte[] hash(String text) {
    try {
      byte[] hash = HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
      if (hash.length == HASH_LENGTH) {
        return hash;
      }
    } catch (IllegalArgumentException e) {
      throw noHash(text);
    }
    throw noHash(text);
  }

  private static Failure noHash(String text) {
    return new Failure(
        ExitCode.USAGE, text + " is no block's hash", "write 0x and 64 hexadecimal digits");
  }
}

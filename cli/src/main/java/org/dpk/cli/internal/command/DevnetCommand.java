package org.dpk.cli.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.network.DevnetFile;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.contracts.devnet.Devnet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a chain on this machine, with a registry on it. */
@Command(
    name = "devnet",
    description = {
      "Run an Ethereum chain on this machine, with a registry on it, until ctrl-c.",
      "",
      "Writes a network file that the other commands pick up. With --state the chain is kept, and"
          + " the next start goes on with it.",
    },
    footer = {
      "",
      "Examples:",
      "  dpk devnet",
      "  dpk devnet --port 9545 --state chain.json",
      "  dpk devnet --block-time 12s          # as slow as Ethereum",
    })
final class DevnetCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8545",
      description = "Port on 127.0.0.1, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Keep the chain in this file. Default: it is forgotten.")
  private @Nullable Path state;

  @Option(
      names = "--network",
      paramLabel = "FILE",
      defaultValue = "devnet.json",
      description = "The network file to write. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--block-time",
      paramLabel = "TIME",
      description = "Time between blocks, such as 2s. Default: a block per transaction, at once.")
  private @Nullable Duration blockTime;

  @Mixin private final OutputOptions output;

  DevnetCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    try (Devnet devnet = start()) {
      DevnetFile written = DevnetFile.of(devnet);
      written.write(file);
      output.print(written.json(), () -> text(written));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      terminal.note("the chain is stopped");
    } finally {
      forget();
    }
    return ExitCode.OK.number();
  }

  private Devnet start() throws IOException {
    try (Progress progress = Progress.start(terminal, "starting the chain")) {
      Devnet devnet = open(options());
      progress.done("chain and registry after " + Durations.text(progress.elapsed()));
      return devnet;
    }
  }

  private AnvilOptions options() {
    AnvilOptions options = AnvilOptions.defaults().withPort(port);
    options = blockTime == null ? options : options.withBlockTime(blockTime);
    return state == null ? options : options.withState(state);
  }

  private Devnet open(AnvilOptions options) throws IOException {
    if (state == null || !Files.exists(state)) {
      return Devnet.start(options);
    }
    Optional<DevnetFile> before = DevnetFile.read(file);
    if (before.isEmpty()) {
      throw new Failure(
          ExitCode.NO_INPUT,
          "there is a chain in " + state + ", but " + file + " does not say where its registry is",
          "name the network file that was written with it (--network), or another --state");
    }
    return Devnet.resume(options, before.get().deployment());
  }

  private List<String> text(DevnetFile written) {
    return List.of(
        "chain     " + written.network().registry().chainId(),
        "contract  " + written.network().registry().contract(),
        "node      " + written.network().node(),
        "network   " + file + ", for --network or $DPK_NETWORK",
        "",
        "ctrl-c stops it");
  }

  /** A network file of a chain that is gone would only mislead. */
  private void forget() throws IOException {
    if (state == null) {
      Files.deleteIfExists(file);
    }
  }
}

package org.dpk.cli.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.network.Network;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which chain, contract and node a command works with. */
final class NetworkOptions {

  /** The environment variable that names the network file. */
  static final String VARIABLE = "DPK_NETWORK";

  /** The network file that is looked for in the working directory. */
  static final Path DEFAULT_FILE = Path.of("devnet.json");

  private final Surroundings surroundings;

  @ArgGroup private Choice choice = new Choice();

  /** A file or the values themselves. */
  static final class Choice {
    @Option(
        names = "--network",
        paramLabel = "FILE",
        description =
            "What dpk devnet wrote. Default: $$DPK_NETWORK, else devnet.json in this folder.")
    private @Nullable Path file;

    @ArgGroup(exclusive = false)
    private @Nullable Registry registry;
  }

  /** The values themselves. */
  static final class Registry {
    @Option(
        names = "--node",
        required = true,
        paramLabel = "URL",
        description = "An Ethereum node: http(s)://…, ws(s)://… or the path of its socket.")
    @SuppressWarnings("NullAway.Init")
    private String node;

    @Option(
        names = "--chain-id",
        required = true,
        paramLabel = "N",
        description = "The chain that it must serve.")
    private long chainId;

    @Option(
        names = "--contract",
        required = true,
        paramLabel = "0x…",
        description = "The registry's address.")
    @SuppressWarnings("NullAway.Init")
    private EthereumAddress contract;
  }

  NetworkOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether the command line names a network. */
  boolean isGiven() {
    return choice.file != null || choice.registry != null;
  }

  /** Whether the command line names a node. */
  boolean isNodeNamed() {
    return choice.registry != null;
  }

  /**
   * The network that is meant.
   *
   * @throws Failure if none is named, or not a usable one
   */
  Network network() throws IOException {
    Registry registry = choice.registry;
    if (registry != null) {
      return new Network(
          new RegistryId(registry.chainId, registry.contract), registry.node, Optional.empty());
    }
    return Network.read(choice.file != null ? choice.file : impliedFile());
  }

  private Path impliedFile() {
    Path implied = surroundings.variable(VARIABLE).map(Path::of).orElse(DEFAULT_FILE);
    if (surroundings.variable(VARIABLE).isEmpty() && !Files.exists(implied)) {
      throw new Failure(
          ExitCode.USAGE,
          "which chain? No network is named, and there is no devnet.json here",
          "start one with dpk devnet, or name it: --network FILE");
    }
    return implied;
  }
}

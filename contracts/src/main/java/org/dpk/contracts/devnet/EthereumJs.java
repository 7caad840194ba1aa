package org.dpk.contracts.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.internal.rpc.JsonRpc;

/**
 * A running {@code @ethereumjs/client}: an execution node that a beacon node drives over the engine
 * API. By the chain's rules it has Shanghai and, beyond that, the MCOPY instruction (EIP-5656) that
 * the registry is compiled for.
 */
final class EthereumJs implements AutoCloseable {

  private static final String PROGRAM = "@ethereumjs/client/dist/esm/bin/cli.js";
  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final NodeProcess process;
  private final int rpcPort;
  private final int enginePort;
  private final JsonRpc rpc;

  private EthereumJs(NodeProcess process, int rpcPort, int enginePort) {
    this.process = process;
    this.rpcPort = rpcPort;
    this.enginePort = enginePort;
    this.rpc = new JsonRpc(uri(), RPC_TIMEOUT);
  }

  static void install() throws NodeException {
    NodeFolder.of("ethereumjs").installed(PROGRAM);
  }

  /**
   * Starts one that has the genesis block only.
   *
   * @param secret a file that both nodes sign the engine API's requests with
   */
  static EthereumJs start(TemporaryFolder folder, Path secret) throws NodeException {
    NodeFolder node = NodeFolder.of("ethereumjs");
    List<Integer> ports = FreePorts.find(2);
    List<String> command =
        List.of(
            "node",
            node.installed(PROGRAM).toString(),
            "--customChain=" + node.file("chain.json"),
            "--customGenesisState=" + node.file("accounts.json"),
            "--dataDir=" + folder.resolve("execution"),
            "--rpc",
            "--rpcAddr=127.0.0.1",
            "--rpcPort=" + ports.get(0),
            "--rpcEngine",
            "--rpcEngineAddr=127.0.0.1",
            "--rpcEnginePort=" + ports.get(1),
            "--jwtSecret=" + secret,
            "--sync=none",
            "--isSingleNode",
            "--logFile=false",
            "--discDns=false",
            "--discV4=false");
    Path log = folder.resolve("execution.log");
    NodeProcess process = NodeProcess.start("ethereumjs", command, folder.path(), log, Map.of());
    return new EthereumJs(process, ports.get(0), ports.get(1));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + rpcPort);
  }

  URI engine() {
    return URI.create("http://127.0.0.1:" + enginePort);
  }

  JsonRpc rpc() {
    return rpc;
  }

  NodeProcess process() {
    return process;
  }

  /** Waits until it answers: 0x and the 64 digits of block 0's hash. */
  String awaitGenesis(Deadline deadline) throws IOException {
    while (true) {
      process.requireAlive();
      try {
        return rpc.call("eth_getBlockByNumber", "0x0", false).path("hash").asText();
      } catch (IOException notYet) {
        deadline.pause(POLL, () -> "ethereumjs does not answer:\n" + process.output());
      }
    }
  }

  /** Waits until it has a block of this height. */
  void awaitBlock(long number, Deadline deadline) throws IOException {
    while (rpc.quantity("eth_blockNumber").longValueExact() < number) {
      process.requireAlive();
      deadline.pause(POLL, () -> "there is no block " + number + ":\n" + process.output());
    }
  }

  @Override
  public void close() {
    process.close();
  }

  /** A new secret for {@link #start}. */
  static Path secret(TemporaryFolder folder) throws NodeException {
    byte[] random = new byte[32];
    new java.security.SecureRandom().nextBytes(random);
    try {
      return Files.writeString(
          folder.resolve("engine.secret"), java.util.HexFormat.of().formatHex(random));
    } catch (IOException e) {
      throw new NodeException("the engine API's secret can't be written", e);
    }
  }
}

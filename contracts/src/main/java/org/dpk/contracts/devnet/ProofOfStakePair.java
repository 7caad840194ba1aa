package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A real proof-of-stake chain on this machine: Lodestar with eight validators, which drives
 * {@code @ethereumjs/client}. A slot takes a second, an epoch has 8 slots and a sync committee
 * serves for 8 epochs (minimal preset); all forks up to Capella are active from genesis on.
 *
 * <p>Both come from npm: they are installed when the first one is started, which takes about a
 * minute and needs g++, make and python3. Blocks are made some ten seconds after the start, and
 * light clients are served some fifty seconds after it. It ends with {@link #close()}, and with
 * this JVM. Thread-safe.
 */
public final class ProofOfStakePair implements LocalChain {

  /** The EIP-155 chain id. */
  public static final long CHAIN_ID = 1337;

  /** Between two slots. */
  public static final Duration SLOT = Duration.ofSeconds(1);

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration SERVED = Duration.ofMinutes(4);

  private final Deque<AutoCloseable> parts;
  private final EthereumJs execution;
  private final Lodestar beacon;
  private final JsonNode genesis;

  private ProofOfStakePair(
      Deque<AutoCloseable> parts, EthereumJs execution, Lodestar beacon, JsonNode genesis) {
    this.parts = parts;
    this.execution = execution;
    this.beacon = beacon;
    this.genesis = genesis;
  }

  /**
   * Installs both from npm, if that was not done yet; {@link #start} does so by itself.
   *
   * @throws IOException if they can't be installed; the message shows what npm printed
   */
  public static void install() throws IOException {
    Lodestar.install();
    EthereumJs.install();
  }

  /**
   * Starts both, and waits until they make blocks.
   *
   * @throws IOException if they can't be installed, or one of them ends or makes no block in time;
   *     nothing is left running then
   */
  public static ProofOfStakePair start() throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      TemporaryFolder folder = new TemporaryFolder();
      parts.push(folder);
      install(); // not counted in the deadline of the start
      Path secret = EthereumJs.secret(folder);
      EthereumJs execution = EthereumJs.start(folder, secret);
      parts.push(execution);
      Deadline deadline = Deadline.in(START);
      Lodestar beacon = Lodestar.start(folder, secret, execution, execution.awaitGenesis(deadline));
      parts.push(beacon);
      JsonNode genesis = beacon.awaitGenesis(deadline);
      execution.awaitBlock(1, deadline);
      return new ProofOfStakePair(parts, execution, beacon, genesis);
    } catch (IOException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  @Override
  public URI uri() {
    return execution.uri();
  }

  /** Where the beacon node serves the Beacon API. */
  public URI beacon() {
    return beacon.rest().uri();
  }

  @Override
  public long chainId() {
    return CHAIN_ID;
  }

  @Override
  public Duration blockTime() {
    return SLOT;
  }

  @Override
  public JsonNode rpc(String method, @Nullable Object... params) throws IOException {
    return execution.rpc().call(method, params);
  }

  /**
   * Waits until light clients are served.
   *
   * @return the root of the newest finalized beacon block, 0x and 64 hexadecimal digits; its
   *     bootstrap is served
   * @throws IOException if a node ends before, or it takes more than four minutes
   */
  public String checkpoint() throws IOException {
    return beacon.awaitCheckpoint(Deadline.in(SERVED));
  }

  /** The beginning of slot 0. */
  public Instant genesisTime() {
    return Instant.ofEpochSecond(genesis.path("genesis_time").asLong());
  }

  /** 0x and 64 hexadecimal digits. */
  public String genesisValidatorsRoot() {
    return genesis.path("genesis_validators_root").asText();
  }

  /**
   * What the chain's parameters are: the data of {@code /eth/v1/config/spec}, such as {@code
   * CAPELLA_FORK_VERSION}, all of them text.
   *
   * @throws IOException if the beacon node does not answer
   */
  public JsonNode spec() throws IOException {
    return beaconData("/eth/v1/config/spec");
  }

  /**
   * The data of an answer of the Beacon API.
   *
   * @param path with a slash in front
   * @throws IOException if the beacon node does not answer, or has not what is asked for
   */
  public JsonNode beaconData(String path) throws IOException {
    return beacon
        .rest()
        .get(path)
        .orElseThrow(() -> new NodeException("lodestar does not serve " + path))
        .path("data");
  }

  /** Whether either of both processes runs. */
  public boolean isAlive() {
    return execution.process().isAlive() || beacon.process().isAlive();
  }

  @Override
  public void close() {
    synchronized (parts) {
      closeAll(parts);
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a node can't be stopped", e);
      }
    }
  }
}

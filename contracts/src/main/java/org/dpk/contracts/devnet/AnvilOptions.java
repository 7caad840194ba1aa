package org.dpk.contracts.devnet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How anvil is started. Start from {@link #defaults()} and change what matters.
 *
 * @param port on the loopback address, 0 for a free one
 * @param chainId EIP-155, positive
 * @param state where the chain is kept over restarts, or null; written each second and at the end
 * @param historicalStates keep old states in that file too, so that proofs of old blocks survive
 * @param blockTime time between blocks, or null for a block per transaction at once
 * @param ipc a Unix socket to listen on too, or null; at most some 100 characters
 * @param slotsInAnEpoch a block is finalized when twice as many are on top of it; at least 1
 * @param startWithin how long to wait until it answers
 */
public record AnvilOptions(
    int port,
    long chainId,
    @Nullable Path state,
    boolean historicalStates,
    @Nullable Duration blockTime,
    @Nullable Path ipc,
    int slotsInAnEpoch,
    Duration startWithin) {

  /** The chain id that development chains share. */
  public static final long DEFAULT_CHAIN_ID = 31337;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public AnvilOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    if (chainId <= 0 || slotsInAnEpoch <= 0) {
      throw new IllegalArgumentException("chain id and slots in an epoch are positive");
    }
    if (blockTime != null && blockTime.toMillis() <= 0) {
      throw new IllegalArgumentException("a block takes a millisecond or more, not " + blockTime);
    }
  }

  /** A free port, chain 31337, nothing kept, a block per transaction, finality after two blocks. */
  public static AnvilOptions defaults() {
    return new AnvilOptions(
        0, DEFAULT_CHAIN_ID, null, false, null, null, 1, Duration.ofSeconds(20));
  }

  /** With a port of its own. */
  public AnvilOptions withPort(int value) {
    return new AnvilOptions(
        value, chainId, state, historicalStates, blockTime, ipc, slotsInAnEpoch, startWithin);
  }

  /** With another chain id. */
  public AnvilOptions withChainId(long value) {
    return new AnvilOptions(
        port, value, state, historicalStates, blockTime, ipc, slotsInAnEpoch, startWithin);
  }

  /** Kept in a file over restarts, old states included. */
  public AnvilOptions withState(Path value) {
    return new AnvilOptions(
        port, chainId, value, true, blockTime, ipc, slotsInAnEpoch, startWithin);
  }

  /** With a block each so often, instead of one per transaction. */
  public AnvilOptions withBlockTime(Duration value) {
    return new AnvilOptions(
        port, chainId, state, historicalStates, value, ipc, slotsInAnEpoch, startWithin);
  }

  /** Listening on a Unix socket too. */
  public AnvilOptions withIpc(Path value) {
    return new AnvilOptions(
        port, chainId, state, historicalStates, blockTime, value, slotsInAnEpoch, startWithin);
  }

  /** With another distance between the newest block and the finalized one. */
  public AnvilOptions withSlotsInAnEpoch(int value) {
    return new AnvilOptions(
        port, chainId, state, historicalStates, blockTime, ipc, value, startWithin);
  }

  /** What follows the program's name on the command line. */
  List<String> arguments() {
    List<String> line = new ArrayList<>(List.of("--host", "127.0.0.1"));
    line.addAll(List.of("--port", Integer.toString(port), "--chain-id", Long.toString(chainId)));
    line.addAll(List.of("--slots-in-an-epoch", Integer.toString(slotsInAnEpoch)));
    if (state != null) {
      line.addAll(List.of("--state", state.toString(), "--state-interval", "1"));
    }
    if (historicalStates) {
      line.add("--preserve-historical-states");
    }
    if (blockTime != null) {
      double seconds = blockTime.toMillis() / 1000.0;
      line.addAll(List.of("--block-time", String.format(Locale.ROOT, "%.3f", seconds)));
    }
    if (ipc != null) {
      line.addAll(List.of("--ipc", ipc.toString()));
    }
    return line;
  }
}

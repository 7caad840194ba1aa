package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.jspecify.annotations.Nullable;

/**
 * A running anvil: a real Ethereum node with the chain to itself, on the loopback address.
 *
 * <p>It ends with {@link #close()}, and with this JVM. Thread-safe.
 */
public final class Anvil implements LocalChain {

  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration MAINNET_BLOCK_TIME = Duration.ofSeconds(12);
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final AnvilOutput output;
  private final Thread atExit;
  private final AnvilOptions options;
  private final int port;
  private final JsonRpc rpc;

  private Anvil(
      Process process, AnvilOutput output, Thread atExit, AnvilOptions options, int port) {
    this.process = process;
    this.output = output;
    this.atExit = atExit;
    this.options = options;
    this.port = port;
    this.rpc = new JsonRpc(uri(), RPC_TIMEOUT);
  }

  /** Starts one with {@link AnvilOptions#defaults()}. */
  public static Anvil start() throws AnvilException {
    return start(AnvilOptions.defaults());
  }

  /**
   * Starts one and waits until it answers.
   *
   * @throws AnvilException if the program is not found (the message says how to install it), ends
   *     at once (the message shows what it printed) or does not answer in time
   */
  public static Anvil start(AnvilOptions options) throws AnvilException {
    List<String> command = new ArrayList<>(List.of(AnvilBinary.find().toString()));
    command.addAll(options.arguments());
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AnvilException("anvil did not start: " + e.getMessage(), e);
    }
    Thread atExit = new Thread(process::destroy, "anvil-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    AnvilOutput output = new AnvilOutput(process.getInputStream());
    try {
      Anvil anvil = new Anvil(process, output, atExit, options, awaitPort(output, options));
      anvil.requireAnswer();
      return anvil;
    } catch (AnvilException | RuntimeException e) {
      stop(process, output, atExit);
      throw e;
    }
  }

  /** Where it answers over HTTP: {@code http://127.0.0.1:port}. */
  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where it answers over WebSocket: {@code ws://127.0.0.1:port}. */
  public URI webSocketUri() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  /** Its Unix socket, if the options asked for one. */
  public Optional<Path> ipc() {
    return Optional.ofNullable(options.ipc());
  }

  @Override
  public long chainId() {
    return options.chainId();
  }

  /** The options' own; mainnet's where it makes a block per transaction. */
  @Override
  public Duration blockTime() {
    return options.blockTime() == null ? MAINNET_BLOCK_TIME : options.blockTime();
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Calls any method of its JSON-RPC, such as {@code anvil_mine}, {@code evm_increaseTime} or
   * {@code anvil_setBalance}.
   *
   * @param params anything that Jackson writes as JSON
   * @return the result
   * @throws IOException if it does not answer, or with an error
   */
  @Override
  public JsonNode rpc(String method, @Nullable Object... params) throws IOException {
    return rpc.call(method, params);
  }

  /** Stops it, and returns when it has ended. Does nothing the second time. */
  @Override
  public void close() {
    stop(process, output, atExit);
  }

  /** Kills it as a power cut would: nothing is saved that was not saved before. */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  private static int awaitPort(AnvilOutput output, AnvilOptions options) throws AnvilException {
    CompletableFuture<Integer> port = output.port();
    try {
      return port.get(options.startWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AnvilException ended
          ? ended
          : new AnvilException("anvil's output can't be read", e);
    } catch (TimeoutException e) {
      throw new AnvilException("anvil did not listen within " + options.startWithin(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnvilException("interrupted while anvil started", e);
    }
  }

  private void requireAnswer() throws AnvilException {
    try {
      long answered = rpc.quantity("eth_chainId").longValueExact();
      if (answered != options.chainId()) {
        throw new AnvilException("anvil is on chain " + answered + ", not " + options.chainId());
      }
    } catch (AnvilException e) {
      throw e;
    } catch (IOException e) {
      throw new AnvilException("anvil listens but does not answer: " + e.getMessage(), e);
    }
  }

  private static void stop(Process process, AnvilOutput output, Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // then the hook runs by itself
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      output.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

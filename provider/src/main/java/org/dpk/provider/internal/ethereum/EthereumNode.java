package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.time.Deadline;

/**
 * A connection to a node that serves the right chain and knows the registry. Safe for use by
 * several threads; every call blocks for at most the endpoint's deadline.
 */
public final class EthereumNode implements AutoCloseable {

  /** Between two attempts to reach the node. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(50), Duration.ofMillis(250));

  private final ChainEndpoint endpoint;
  private final JsonRpc rpc;
  private final boolean checks;
  private final Set<RegistryWatch> watches = ConcurrentHashMap.newKeySet();

  /** Whether chain and contract were checked since the node was last out of reach. */
  private volatile boolean verified;

  private volatile boolean closed;

  private EthereumNode(ChainEndpoint endpoint, JsonRpc rpc, boolean checks) {
    this.endpoint = endpoint;
    this.rpc = rpc;
    this.checks = checks;
  }

  /**
   * Without a check of chain and contract: for whoever wants to find out what is there. Connects
   * with the first question.
   */
  public static EthereumNode unchecked(ChainEndpoint endpoint) {
    return new EthereumNode(endpoint, open(endpoint), false);
  }

  /**
   * Connects and checks that this is the chain and the registry that was meant.
   *
   * @throws RegistryException.Unreachable if the node does not answer in time
   * @throws RegistryException.WrongChain if it serves another chain
   * @throws RegistryException.NoContract if there is no {@code DpkRegistry} at the address
   * @throws RegistryException.ClockSkew if the newest block is from the future, or older than the
   *     configured age
   */
  public static EthereumNode connect(ChainEndpoint endpoint) throws RegistryException {
    EthereumNode node = new EthereumNode(endpoint, open(endpoint), true);
    try {
      node.check();
      return node;
    } catch (RegistryException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static JsonRpc open(ChainEndpoint endpoint) {
    return switch (ChainEndpoint.scheme(endpoint.node())) {
      case "ws", "wss" -> new WebSocketRpc(endpoint);
      case "file" -> new UnixSocketRpc(endpoint);
      default -> new HttpRpc(endpoint);
    };
  }

  /** Checks chain, contract and clock, as {@link #connect} does. */
  public void check() throws RegistryException {
    verify(Deadline.in(endpoint.limits().call()));
  }

  /** Which contract, on which chain. */
  public RegistryId registry() {
    return endpoint.registry();
  }

  /** Where the node is, and what it may take. */
  public ChainEndpoint endpoint() {
    return endpoint;
  }

  /** The newest block. */
  public BlockRef newestBlock() throws RegistryException {
    return Answers.block(newestHeader());
  }

  private JsonNode newestHeader() throws RegistryException {
    Deadline deadline = Deadline.in(endpoint.limits().call());
    return ask(deadline, NEWEST_BLOCK).get(0).require();
  }

  /** What an address owns at the newest block, in wei. */
  public BigInteger balance(EthereumAddress address) throws RegistryException {
    Deadline deadline = Deadline.in(endpoint.limits().call());
    RpcCall call = RpcCall.of("eth_getBalance", address.toString(), "latest");
    return Answers.quantity(ask(deadline, call).get(0).require());
  }

  /**
   * Reports changes of the registry until it is closed: by subscription where the node has one,
   * else by asking every {@code poll}. A lost connection is taken up again, and what happened in
   * the meantime is read from the chain.
   *
   * @throws RegistryException if the node does not say where the chain stands now
   */
  public RegistryWatch watch(ChangeListener listener) throws RegistryException {
    JsonNode newest = newestHeader();
    RegistryWatch watch = new RegistryWatch(this, newest, listener, watches::remove);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(watches).forEach(RegistryWatch::close);
    rpc.close();
  }

  // ------------------------------------------------------------------------ for this package

  /** The newest block's header. */
  static final RpcCall NEWEST_BLOCK = RpcCall.of("eth_getBlockByNumber", "latest", false);

  /** Asks all at once, after a check of chain and contract where the node was out of reach. */
  List<RpcReply> ask(Deadline deadline, RpcCall... calls) throws RegistryException {
    if (closed) {
      throw new RegistryException.Unreachable(
          "the connection to " + endpoint.displayed() + " was closed", null);
    }
    if (checks && !verified) {
      verify(deadline);
    }
    return askUnverified(deadline, List.of(calls));
  }

  /** As {@link JsonRpc#takesBatches}. */
  boolean takesBatches() {
    return rpc.takesBatches();
  }

  /** As {@link JsonRpc#subscribeToBlocks}. */
  boolean subscribeToBlocks(Runnable onBlock, Runnable onLoss, Deadline deadline)
      throws RegistryException {
    try {
      return rpc.subscribeToBlocks(onBlock, onLoss, deadline);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private void verify(Deadline deadline) throws RegistryException {
    List<RpcCall> questions =
        List.of(
            RpcCall.of("eth_chainId"), NEWEST_BLOCK, RegistryCheck.question(endpoint.registry()));
    List<RpcReply> replies = askUnverified(deadline, questions);
    new RegistryCheck(endpoint).check(replies.get(0), replies.get(1), replies.get(2));
    verified = true;
  }

  /** With retries, as every question is one that may be repeated. */
  private List<RpcReply> askUnverified(Deadline deadline, List<RpcCall> calls)
      throws RegistryException {
    for (Duration pause : PAUSES) {
      try {
        return rpc.ask(calls, deadline);
      } catch (UselessAnswer e) {
        throw unreachable(e);
      } catch (IOException e) {
        if (closed || deadline.remainingNanos() <= pause.toNanos() || !pause(pause)) {
          throw unreachable(e);
        }
      }
    }
    try {
      return rpc.ask(calls, deadline);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** False if it was interrupted. */
  static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String reason(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private RegistryException unreachable(IOException cause) {
    verified = false;
    String why = reason(cause);
    String node = "the node at " + endpoint.displayed();
    return new RegistryException.Unreachable(
        cause instanceof UselessAnswer
            ? node + " answered " + why + ": is that the address of a node?"
            : node + " does not answer (" + why + "): is it running?",
        cause);
  }
}

package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.time.Deadline;

/**
 * Follows the chain from the block where it starts, and reports every change of the registry.
 *
 * <p>It asks for the logs of each range of blocks once, whatever woke it: a report of the node
 * (over WebSocket) or its own clock. So a report that is lost, or a connection, costs time but no
 * change.
 */
public final class RegistryWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RegistryWatch.class.getName());

  /** How many blocks are read in one question; nodes refuse ranges that are too large. */
  private static final int RANGE = 1_000;

  /** How many blocks may have passed unseen before everything counts as changed. */
  private static final int MAX_GAP = 50_000;

  /** Where the node reports blocks, it is asked all the same, in case that it ceased to. */
  private static final Duration SLOW_POLL = Duration.ofSeconds(15);

  private final EthereumNode node;
  private final ChangeListener listener;
  private final Consumer<RegistryWatch> onClose;
  private final SeenBlocks seen;
  private final FollowedBlocks followed;
  private final Thread thread = new Thread(this::run, "dpk-chain-watch");

  private final AtomicBoolean lost = new AtomicBoolean();

  /** True from the start: a node is asked to report before the first wait, not after it. */
  private boolean woken = true;

  private boolean closed;
  private boolean subscribed;
  private boolean troubled;

  RegistryWatch(
      EthereumNode node, JsonNode start, ChangeListener listener, Consumer<RegistryWatch> onClose)
      throws RegistryException {
    this.node = node;
    this.listener = listener;
    this.onClose = onClose;
    this.seen = new SeenBlocks(Answers.block(start));
    this.followed = new FollowedBlocks(node, start, System::nanoTime);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The blocks that were seen here, whose changes were all reported before. */
  public BlockAnchor anchor() {
    return followed;
  }

  private void run() {
    while (await()) {
      try {
        subscribe();
        catchUp();
        troubled = false;
      } catch (RegistryException e) {
        report(e);
      }
    }
  }

  private void subscribe() throws RegistryException {
    if (lost.getAndSet(false)) {
      subscribed = false;
    }
    if (!subscribed) {
      subscribed = node.subscribeToBlocks(this::wake, this::lose, deadline());
    }
  }

  /** Reads what happened since the last block that was seen. */
  private void catchUp() throws RegistryException {
    JsonNode header = node.ask(deadline(), EthereumNode.NEWEST_BLOCK).get(0).require();
    BlockRef newest = Answers.block(header);
    if (!newest.equals(seen.last())) {
      catchUpWith(newest);
    }
    followed.follow(header);
  }

  private void catchUpWith(BlockRef newest) throws RegistryException {
    if (!findFork(newest) || newest.number() - seen.last().number() > MAX_GAP) {
      followed.missed(newest); // first: nothing is believed of a block that more is missing above
      tell(ChangeListener::missed);
      seen.reset(newest);
      return;
    }
    readLogs(seen.last().number() + 1, newest);
    seen.add(newest);
  }

  /** Goes back to the last seen block that is still part of the chain; false if there is none. */
  private boolean findFork(BlockRef newest) throws RegistryException {
    if (stands(seen.last(), newest)) {
      return true;
    }
    Optional<BlockRef> below = seen.stepBack();
    while (below.isPresent()) {
      BlockRef fork = below.get();
      if (stands(fork, newest)) {
        tell(listening -> listening.reorganised(fork.number()));
        return true;
      }
      below = seen.stepBack();
    }
    return false;
  }

  private boolean stands(BlockRef block, BlockRef newest) throws RegistryException {
    if (block.number() >= newest.number()) {
      return block.equals(newest);
    }
    RpcCall call =
        RpcCall.of("eth_getBlockByNumber", "0x" + Long.toHexString(block.number()), false);
    JsonNode header = node.ask(deadline(), call).get(0).require();
    return Answers.block(header).equals(block);
  }

  /** Those of the newest block by its hash: another node may answer that has it not yet. */
  private void readLogs(long from, BlockRef newest) throws RegistryException {
    EthereumAddress contract = node.registry().contract();
    long below = newest.number() - 1;
    for (long start = from; start <= below; start += RANGE) {
      long end = Math.min(below, start + RANGE - 1);
      readLogs(RegistryLog.question(contract, start, end));
    }
    if (from <= newest.number()) {
      readLogs(RegistryLog.question(contract, newest));
    }
  }

  private void readLogs(RpcCall question) throws RegistryException {
    for (RegistryLog log : RegistryLog.parse(node.ask(deadline(), question).get(0))) {
      boolean revoked = log instanceof RegistryLog.Revoked;
      IdentityChanged change = new IdentityChanged(log.id(), revoked, log.blockNumber());
      followed.changed(change);
      tell(listening -> listening.changed(change));
    }
  }

  /** A listener's fault must not keep the watch from going on. */
  private void tell(Consumer<ChangeListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener for changes on chain failed", e);
    }
  }

  private Deadline deadline() {
    return Deadline.in(node.endpoint().limits().call());
  }

  /** Once per trouble, not once per question. */
  private void report(RegistryException e) {
    if (!troubled && !isClosed()) {
      LOG.log(Level.WARNING, "changes on chain are not seen at the moment: " + e.getMessage());
    }
    troubled = true;
  }

  // ------------------------------------------------------------------------ waiting

  /** Waits until it is time to ask; false if it was closed. */
  private synchronized boolean await() {
    Deadline next = Deadline.in(subscribed ? SLOW_POLL : node.endpoint().limits().poll());
    try {
      while (!woken && !closed && !next.isOver()) {
        wait(next.remainingMillis());
      }
    } catch (InterruptedException e) {
      return false; // only close() interrupts
    }
    woken = false;
    return !closed;
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void lose() {
    lost.set(true);
    wake();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    onClose.accept(this);
  }
}

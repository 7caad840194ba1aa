package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.RegistryReader;

/** The registry as one trusted node shows it now: every look-up goes to the node. */
public final class ChainLookups implements LookupSource {

  /** Look-ups that are under way at once; each takes a thread while it waits for the node. */
  private static final int THREADS = 16;

  /** Look-ups that wait for one of those. */
  private static final int MAX_WAITING = 4096;

  private static final long IDLE_SECONDS = 10;

  private final EthereumNode node;
  private final RegistryReader reader;
  private final ThreadPoolExecutor threads;

  /** Over this connection, which is closed with it. */
  public ChainLookups(EthereumNode node) {
    this.node = node;
    this.reader = new RegistryReader(node);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new LookupThreads());
    threads.allowCoreThreadTimeOut(true);
  }

  private static final class LookupThreads implements ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "dpk-lookup-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }

  @Override
  public RegistryId id() {
    return node.registry();
  }

  /** Reads from the chain, whatever is wanted. */
  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    CompletableFuture<Lookup> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> read(identity, answer));
    } catch (RejectedExecutionException e) {
      String why =
          threads.isShutdown()
              ? "the registry was closed"
              : "too many look-ups wait for the node: try again later";
      answer.completeExceptionally(new RegistryException.Unreachable(why, e));
    }
    return answer;
  }

  private void read(DpkIdentity identity, CompletableFuture<Lookup> answer) {
    if (answer.isDone()) {
      return; // nobody waits for it any more
    }
    try {
      answer.complete(reader.find(identity));
    } catch (RegistryException e) {
      answer.completeExceptionally(e);
    } catch (RuntimeException e) {
      answer.completeExceptionally(
          new RegistryException("the look-up of " + identity + " failed: " + e, e));
    }
  }

  @Override
  public AutoCloseable watch(ChangeListener listener) throws RegistryException {
    return node.watch(listener);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    node.close();
  }
}

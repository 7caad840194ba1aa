package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.RegistryWatch;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** The registry as one trusted node shows it now: every look-up goes to the node. */
public final class ChainLookups implements ChainSource {

  /** Look-ups that are under way at once; each takes a thread while it waits for the node. */
  private static final int THREADS = 16;

  /** Look-ups that wait for one of those. */
  private static final int MAX_WAITING = 4096;

  private static final long IDLE_SECONDS = 10;

  private final EthereumNode node;
  private final RegistryReader reader;
  private final ProofReader proofs;
  private final ThreadPoolExecutor threads;
  private volatile BlockAnchor anchor = BlockAnchor.NONE;

  /** Over this connection, which is closed with it. */
  public ChainLookups(EthereumNode node) {
    this.node = node;
    this.reader = new RegistryReader(node);
    this.proofs = new ProofReader(node);
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
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    return ask(
        "the look-up of " + identity,
        () ->
            brought == null
                ? reader.find(identity)
                : reader.find(identity, brought, followed(wanted)));
  }

  /** The newest block that was seen, where that is new enough. */
  private @Nullable BlockRef followed(Freshness wanted) {
    return wanted.maxAge().compareTo(RecentBlocks.MAX_SILENCE) < 0
        ? null
        : anchor().recent().newest().map(AnchoredBlock::block).orElse(null);
  }

  @Override
  public CompletableFuture<SlotBranches> prove(IdHash id, BlockRef block) {
    return ask("the proof of " + id, () -> proofs.prove(id, block));
  }

  private interface Question<T> {
    T ask() throws RegistryException;
  }

  private <T> CompletableFuture<T> ask(String what, Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> ask(what, question, answer));
    } catch (RejectedExecutionException e) {
      String why =
          threads.isShutdown()
              ? "the registry was closed"
              : "too many look-ups wait for the node: try again later";
      answer.completeExceptionally(new RegistryException.Unreachable(why, e));
    }
    return answer;
  }

  private static <T> void ask(String what, Question<T> question, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return; // nobody waits for it any more
    }
    try {
      answer.complete(question.ask());
    } catch (RegistryException e) {
      answer.completeExceptionally(e);
    } catch (RuntimeException e) {
      answer.completeExceptionally(new RegistryException(what + " failed: " + e, e));
    }
  }

  @Override
  public AutoCloseable watch(ChangeListener listener) throws RegistryException {
    RegistryWatch watch = node.watch(listener);
    anchor = watch.anchor();
    return watch;
  }

  @Override
  public BlockAnchor anchor() {
    return anchor;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    node.close();
  }
}

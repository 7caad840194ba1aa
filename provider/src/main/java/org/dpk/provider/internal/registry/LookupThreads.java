package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.RegistryException;

/** The threads that wait for a chain's answers, bounded in number. */
public final class LookupThreads implements AutoCloseable {

  /** Look-ups that are under way at once; each takes a thread while it waits for a node. */
  private static final int THREADS = 16;

  /** Look-ups that wait for one of those. */
  private static final int MAX_WAITING = 4096;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /**
   * Something that blocks.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws RegistryException;
  }

  /** Without a thread as long as nothing is asked. */
  public LookupThreads() {
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "dpk-lookup-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Asks on one of the threads.
   *
   * @param what is asked, for a message
   * @return fails with a {@link RegistryException} only
   */
  public <T> CompletableFuture<T> ask(String what, Question<T> question) {
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
  public void close() {
    threads.shutdownNow();
  }
}

package org.dpk.psk.internal.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks something that may be slow or away: each question has a deadline, and after a failure there
 * is a pause in which nobody waits. Safe for use by several threads.
 */
final class StoreCalls {

  private static final Logger LOG = System.getLogger(StoreCalls.class.getName());

  private static final int AT_ONCE = 16;
  private static final int WAITING = 1_024;
  private static final long IDLE_MILLIS = 200;

  /** How long a store that failed is left alone. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final long NEVER_FAILED = 0;

  private final Duration deadline;
  private final Executor atDeadline;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          IDLE_MILLIS,
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(WAITING),
          StoreCalls::daemon);

  /** When the store may be asked again, or {@link #NEVER_FAILED}. */
  private final AtomicLong pausedUntil = new AtomicLong(NEVER_FAILED);

  StoreCalls(Duration deadline) {
    this.deadline = deadline;
    this.atDeadline =
        CompletableFuture.delayedExecutor(
            deadline.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    threads.allowCoreThreadTimeOut(true); // a context that is forgotten leaves no thread behind
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dpk-psk-store");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Waits for an answer.
   *
   * @return empty if there is none in time, or the store failed a moment ago
   */
  <T> Optional<T> ask(Callable<T> question) {
    if (!mayAsk()) {
      return Optional.empty();
    }
    Future<T> answer;
    try {
      answer = threads.submit(question);
    } catch (RejectedExecutionException e) {
      return failed("too many questions wait for an answer", null);
    }
    try {
      Optional<T> got = Optional.of(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
      recovered();
      return got;
    } catch (ExecutionException e) {
      return failed("it failed", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return failed("no answer within " + deadline, null);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Gives an order and does not wait for it; its deadline is from when it is carried out. */
  void order(Callable<?> action) {
    FutureTask<?> order = new FutureTask<>(action);
    try {
      threads.execute(() -> carryOut(order));
    } catch (RejectedExecutionException e) {
      failed("too many questions wait for an answer", null);
    }
  }

  private void carryOut(FutureTask<?> order) {
    atDeadline.execute(() -> order.cancel(true));
    order.run();
    try {
      order.get();
    } catch (ExecutionException e) {
      failed("it failed", e.getCause());
    } catch (CancellationException e) {
      failed("no answer within " + deadline, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** During trouble one caller after each pause tries it; the others do without. */
  private boolean mayAsk() {
    long until = pausedUntil.get();
    if (until == NEVER_FAILED) {
      return true;
    }
    return System.nanoTime() - until >= 0 && pausedUntil.compareAndSet(until, pauseFromNow());
  }

  private static long pauseFromNow() {
    long until = System.nanoTime() + PAUSE.toNanos();
    return until == NEVER_FAILED ? 1 : until;
  }

  private void recovered() {
    if (pausedUntil.getAndSet(NEVER_FAILED) != NEVER_FAILED) {
      LOG.log(Level.INFO, "the shared PSK cache answers again");
    }
  }

  /** Says so once per trouble, not once per question. */
  private <T> Optional<T> failed(String reason, @Nullable Throwable why) {
    if (pausedUntil.getAndSet(pauseFromNow()) == NEVER_FAILED) {
      LOG.log(
          Level.WARNING,
          "the shared PSK cache can't be asked, clients agree on new keys meanwhile: " + reason,
          why);
    }
    return Optional.empty();
  }
}

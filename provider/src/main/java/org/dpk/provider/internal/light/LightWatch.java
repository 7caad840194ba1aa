package org.dpk.provider.internal.light;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.Anchor;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.time.Deadline;

/** Follows an anchor on a thread of its own, at its interval and whenever somebody asks for it. */
final class LightWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(LightWatch.class.getName());

  /** Between two confirmations of a head that stays, so that caches do not age. */
  private static final Duration CONFIRMED_EVERY = Duration.ofMinutes(1);

  /** Between two attempts to prove at the same head what could not be proven at it. */
  private static final Duration RETRIED_EVERY = Duration.ofSeconds(10);

  private final Anchor anchor;
  private final TrustedState state;
  private final Revalidation revalidation;
  private final BlockAge age;
  private final MinimumHeight minimum;
  private final Duration patience;
  private final Thread thread = new Thread(this::run, "dpk-light");

  private CompletableFuture<AnchoredBlock> next = new CompletableFuture<>();
  private Deadline confirmed = Deadline.in(CONFIRMED_EVERY);
  private Deadline retried = Deadline.in(RETRIED_EVERY);
  private boolean woken;
  private boolean closed;
  private boolean troubled;

  /**
   * @param patience for one look at the chain
   */
  LightWatch(
      Anchor anchor,
      TrustedState state,
      Revalidation revalidation,
      BlockAge age,
      MinimumHeight minimum,
      Duration patience) {
    this.anchor = anchor;
    this.state = state;
    this.revalidation = revalidation;
    this.age = age;
    this.minimum = minimum;
    this.patience = patience;
    thread.setDaemon(true);
  }

  /**
   * Looks for the first head, and goes on by itself.
   *
   * @throws RegistryException if no block can be vouched for
   */
  void start() throws RegistryException {
    look();
    thread.start();
  }

  /**
   * The newest block that is trusted, once the anchor was followed; that is shared by all who ask
   * for it meanwhile.
   *
   * @throws RegistryException what the anchor says, or that it did not say it in time
   */
  AnchoredBlock follow(Duration wait) throws RegistryException {
    try {
      return request().get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new RegistryException.Unreachable(
          "no newer block was vouched for within %d ms: %s, or who the anchor asks, are too slow or hold answers back"
              .formatted(wait.toMillis(), age.nodes()),
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RegistryException known
          ? known
          : new RegistryException("the anchor failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException.Unreachable("interrupted while the anchor was followed", e);
    }
  }

  private synchronized CompletableFuture<AnchoredBlock> request() {
    wake();
    return next;
  }

  private AnchoredBlock look() throws RegistryException {
    AnchoredBlock head = anchor.follow(patience);
    minimum.require(head);
    state.lead(head);
    return head;
  }

  private void run() {
    coverFirst();
    while (await()) {
      CompletableFuture<AnchoredBlock> round = begin();
      try {
        AnchoredBlock head = look();
        round.complete(head);
        cover(head);
        troubled = false;
      } catch (RegistryException | RuntimeException e) {
        round.completeExceptionally(e);
        report(e);
      }
    }
    close();
  }

  private void coverFirst() {
    try {
      state.head().ifPresent(this::cover);
    } catch (RuntimeException e) {
      report(e);
    }
  }

  /** Whoever asks from now on is content with the next one only. */
  private synchronized CompletableFuture<AnchoredBlock> begin() {
    CompletableFuture<AnchoredBlock> round = next;
    next = closed ? round : new CompletableFuture<>();
    woken = false;
    return round;
  }

  /** Has the anchor followed soon, without waiting for it. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void cover(AnchoredBlock head) {
    revalidation.tellNews(head);
    if (!state.covers(head)) {
      revalidation.follow(head);
      confirmed = Deadline.in(CONFIRMED_EVERY);
      retried = Deadline.in(RETRIED_EVERY);
    } else if (retried.isOver()) {
      revalidation.retry(head);
      retried = Deadline.in(RETRIED_EVERY);
    }
    if (confirmed.isOver() && age.isGood(head)) {
      revalidation.rest(head);
      confirmed = Deadline.in(CONFIRMED_EVERY);
    }
  }

  /** Once per trouble, not once per look. */
  private void report(Exception e) {
    if (!troubled && !isClosed()) {
      LOG.log(Level.WARNING, "no newer block is vouched for at the moment: " + e.getMessage());
    }
    troubled = true;
  }

  /** Waits until it is time to look; false if it was closed. */
  private synchronized boolean await() {
    Deadline due = Deadline.in(anchor.interval());
    try {
      while (!woken && !closed && !due.isOver()) {
        wait(due.left().toMillis());
      }
    } catch (InterruptedException e) {
      return false; // only close() interrupts
    }
    return !closed;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      next.completeExceptionally(
          new RegistryException.Unreachable("the registry was closed", null));
      notifyAll();
    }
    if (Thread.currentThread() != thread) { // an interrupt would stop its own writing
      thread.interrupt();
    }
    minimum.write();
  }
}

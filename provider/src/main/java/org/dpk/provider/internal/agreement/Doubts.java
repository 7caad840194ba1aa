package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * Those of whom it is not known what has changed: each is looked up, a few at a time, and whoever
 * turns out to be revoked is reported. Blocks nobody. Safe for use by several threads.
 */
final class Doubts implements AutoCloseable {

  private static final int AT_ONCE = 8;

  /** How long after a look-up that failed the next one begins. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(PAUSE.toSeconds(), TimeUnit.SECONDS);

  private final KeyRegistry registry;
  private final Consumer<DpkIdentity> revoked;
  private final Executor later;
  private final Set<DpkIdentity> waiting = new LinkedHashSet<>();
  private int underWay;
  private boolean asking;
  private boolean closed;

  /**
   * @param revoked told on a thread of the registry
   */
  Doubts(KeyRegistry registry, Consumer<DpkIdentity> revoked) {
    this(registry, revoked, LATER);
  }

  Doubts(KeyRegistry registry, Consumer<DpkIdentity> revoked, Executor later) {
    this.registry = registry;
    this.revoked = revoked;
    this.later = later;
  }

  void add(DpkIdentity identity) {
    synchronized (this) {
      waiting.add(identity);
    }
    ask();
  }

  /** An answer may be there at once and come back to here: a loop, no recursion. */
  private void ask() {
    if (!begin()) {
      return;
    }
    for (DpkIdentity next = take(); next != null; next = take()) {
      DpkIdentity identity = next;
      CompletableFuture<Lookup> unused =
          registry
              .find(identity, Freshness.RECENT)
              .whenComplete((lookup, failure) -> answered(identity, lookup));
    }
  }

  private synchronized boolean begin() {
    boolean first = !asking;
    asking = true;
    return first;
  }

  private synchronized @Nullable DpkIdentity take() {
    Iterator<DpkIdentity> first = waiting.iterator();
    if (closed || underWay == AT_ONCE || !first.hasNext()) {
      asking = false;
      return null;
    }
    DpkIdentity identity = first.next();
    first.remove();
    underWay++;
    return identity;
  }

  private void answered(DpkIdentity identity, @Nullable Lookup lookup) {
    synchronized (this) {
      underWay--;
    }
    if (lookup == null) {
      later.execute(() -> add(identity));
    } else if (lookup instanceof Lookup.Revoked) {
      revoked.accept(identity);
    }
    ask();
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
  }
}

package org.dpk.psk.internal.cache;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the PSK cache: one series of agreed keys for each server.
 *
 * <p>Bounded: the server that was asked for the longest ago makes room. Series are closed when they
 * leave. Safe for use by several threads; never blocks longer than the derivation of one key.
 */
public final class ClientKeyCache {

  /** How many servers are remembered where nothing else is said. */
  public static final int DEFAULT_CAPACITY = 1_024;

  private record Entry(PskSeries series, PskPrincipal principal, long expiry) {}

  private final int capacity;
  private final Deadline clock;
  private final Map<PskPeer, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** No entry ends before this: spares looking through all of them each time. */
  private long nextExpiry = Long.MAX_VALUE;

  /** A cache of {@link #DEFAULT_CAPACITY} servers on the system's monotonic clock. */
  public ClientKeyCache() {
    this(DEFAULT_CAPACITY, System::nanoTime);
  }

  /**
   * @param capacity how many servers are remembered; at least 1
   * @param nanoClock a monotonic clock in nanoseconds
   */
  public ClientKeyCache(int capacity, LongSupplier nanoClock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a cache needs a capacity of at least 1, not " + capacity);
    }
    this.capacity = capacity;
    this.clock = new Deadline(nanoClock);
  }

  /**
   * Remembers the keys for a server in place of those that were known before.
   *
   * @param series belongs to the cache from now on
   * @param principal whom the keys authenticate
   * @param lifetime from now on; zero or less: the series is closed at once
   */
  public void put(PskPeer server, PskSeries series, PskPrincipal principal, Duration lifetime) {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(principal, "principal");
    if (lifetime.isNegative() || lifetime.isZero()) {
      series.close();
      return;
    }
    synchronized (this) {
      removeExpired();
      long expiry = clock.after(lifetime);
      nextExpiry = Math.min(nextExpiry, expiry);
      close(entries.put(server, new Entry(series, principal, expiry)));
      makeRoom();
    }
  }

  /**
   * The next key for a server, which is spent at once whatever becomes of the connection.
   *
   * @return a key that names its peer and that the caller destroys; empty where none is known, or
   *     their lifetime or number is over
   */
  public Optional<Psk> take(PskPeer server) {
    Entry entry = live(server);
    if (entry == null) {
      return Optional.empty();
    }
    // Outside the lock: a key takes time to derive, and a series is safe for several threads.
    Psk next = entry.series().next();
    if (next == null) {
      remove(server, entry);
      return Optional.empty();
    }
    try (next) {
      return Optional.of(next.withPeer(entry.principal()));
    }
  }

  /** Forgets the keys of every principal that matches. */
  public synchronized void drop(Predicate<PskPrincipal> which) {
    removeIf(entry -> which.test(entry.principal()));
  }

  /** How many servers are remembered. */
  public synchronized int size() {
    removeExpired();
    return entries.size();
  }

  private synchronized @Nullable Entry live(PskPeer server) {
    removeExpired();
    return entries.get(server);
  }

  private synchronized void remove(PskPeer server, Entry entry) {
    if (entries.remove(server, entry)) {
      entry.series().close();
    }
  }

  private void removeExpired() {
    long now = clock.now();
    if (now < nextExpiry) {
      return;
    }
    removeIf(entry -> entry.expiry() <= now);
    nextExpiry = entries.values().stream().mapToLong(Entry::expiry).min().orElse(Long.MAX_VALUE);
  }

  private void removeIf(Predicate<Entry> which) {
    Iterator<Entry> all = entries.values().iterator();
    while (all.hasNext()) {
      Entry entry = all.next();
      if (which.test(entry)) {
        all.remove();
        entry.series().close();
      }
    }
  }

  private void makeRoom() {
    if (entries.size() > capacity) {
      Iterator<Entry> eldest = entries.values().iterator();
      close(eldest.next());
      eldest.remove();
    }
  }

  private static void close(@Nullable Entry entry) {
    if (entry != null) {
      entry.series().close();
    }
  }
}

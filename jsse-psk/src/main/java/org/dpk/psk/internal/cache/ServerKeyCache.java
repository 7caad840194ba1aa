package org.dpk.psk.internal.cache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.dpk.psk.internal.cache.KeyWindow.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the PSK cache: for each series a window of keys that a client may name.
 *
 * <p>A key counts as used when its binder verified, and then exactly once. Bounded in series,
 * altogether and for each principal, so that one device that starts afresh all the time does not
 * push out the others. Keys are destroyed when they leave. Safe for use by several threads.
 */
public final class ServerKeyCache implements AcceptedKeys {

  /** How many series are held where nothing else is said. */
  public static final int DEFAULT_CAPACITY = 10_000;

  /** How many series one principal may have at a time, being perhaps several processes. */
  public static final int SERIES_PER_PRINCIPAL = 16;

  private final int capacity;
  private final Deadline clock;

  private final Map<ByteBuffer, Slot> slots = new HashMap<>();

  /** The series that was used the longest ago comes first. */
  private final Set<KeyWindow> windows = new LinkedHashSet<>();

  private final Map<String, Set<KeyWindow>> byPrincipal = new HashMap<>();
  private final PriorityQueue<KeyWindow> byExpiry =
      new PriorityQueue<>(Comparator.comparingLong(KeyWindow::expiry));

  /** A cache of {@link #DEFAULT_CAPACITY} series on the system's monotonic clock. */
  public ServerKeyCache() {
    this(DEFAULT_CAPACITY, System::nanoTime);
  }

  /**
   * @param capacity how many series are held; at least 1
   * @param nanoClock a monotonic clock in nanoseconds
   */
  public ServerKeyCache(int capacity, LongSupplier nanoClock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a cache needs a capacity of at least 1, not " + capacity);
    }
    this.capacity = capacity;
    this.clock = new Deadline(nanoClock);
  }

  @Override
  public void admit(PskSeries series, PskPrincipal principal, Duration lifetime) {
    Objects.requireNonNull(principal, "principal");
    if (lifetime.isNegative() || lifetime.isZero()) {
      series.close();
      return;
    }
    KeyWindow window = new KeyWindow(series, principal, clock.after(lifetime));
    List<Slot> first = window.fill(); // outside the lock: eight derivations
    synchronized (this) {
      removeExpired();
      register(window);
      index(window, first);
      makeRoom(principal);
    }
  }

  @Override
  public synchronized Optional<Psk> find(byte[] wireIdentity) {
    removeExpired();
    Slot slot = slots.get(ByteBuffer.wrap(wireIdentity));
    return slot == null ? Optional.empty() : Optional.of(slot.psk().copy());
  }

  /** {@inheritDoc} Moves the window of its series on. */
  @Override
  public boolean consume(byte[] wireIdentity) {
    Slot used = unlink(wireIdentity);
    if (used == null) {
      return false;
    }
    KeyWindow window = used.window();
    List<Slot> out = window.use(used);
    List<Slot> ahead = window.fill(); // outside the lock: derivations
    synchronized (this) {
      destroy(out);
      index(window, ahead);
      if (windows.contains(window) && window.isSpent()) {
        remove(window);
      }
    }
    return true;
  }

  @Override
  public void forget(@Nullable String principal) {
    drop(each -> principal == null || each.getName().equals(principal));
  }

  /** Forgets the keys of every principal that matches. */
  public synchronized void drop(Predicate<PskPrincipal> which) {
    windows.stream()
        .filter(window -> which.test(window.principal()))
        .toList()
        .forEach(this::remove);
  }

  /** How many series are held. */
  public synchronized int size() {
    removeExpired();
    return windows.size();
  }

  /** The compare-and-set: one caller gets the slot, nobody afterwards. */
  private synchronized @Nullable Slot unlink(byte[] wireIdentity) {
    removeExpired();
    Slot used = slots.remove(ByteBuffer.wrap(wireIdentity));
    if (used != null && windows.remove(used.window())) {
      // Most recently used. Only proven use counts: a name on the wire is there for all to see.
      windows.add(used.window());
    }
    return used;
  }

  private void register(KeyWindow window) {
    windows.add(window);
    byExpiry.add(window);
    byPrincipal
        .computeIfAbsent(window.principal().getName(), name -> new LinkedHashSet<>())
        .add(window);
  }

  private void index(KeyWindow window, Collection<Slot> added) {
    if (!windows.contains(window)) {
      return; // dropped meanwhile, and its keys destroyed
    }
    for (Slot slot : added) {
      if (!slot.psk().isDestroyed()) { // another thread may have moved the window past it
        slots.putIfAbsent(ByteBuffer.wrap(slot.psk().identity()), slot);
      }
    }
  }

  /** Under the lock, so that {@link #find} never meets a destroyed key. */
  private void destroy(Collection<Slot> out) {
    for (Slot slot : out) {
      slots.remove(ByteBuffer.wrap(slot.psk().identity()), slot);
      slot.psk().destroy();
    }
  }

  private void makeRoom(PskPrincipal newcomer) {
    Set<KeyWindow> own = byPrincipal.getOrDefault(newcomer.getName(), Set.of());
    if (own.size() > SERIES_PER_PRINCIPAL) {
      remove(own.iterator().next());
    }
    if (windows.size() > capacity) {
      remove(windows.iterator().next());
    }
  }

  private void removeExpired() {
    long now = clock.now();
    List<KeyWindow> over = new ArrayList<>();
    for (KeyWindow next = byExpiry.peek();
        next != null && next.expiry() <= now;
        next = byExpiry.peek()) {
      over.add(byExpiry.remove());
    }
    over.forEach(this::remove);
  }

  private void remove(KeyWindow window) {
    windows.remove(window);
    byExpiry.remove(window);
    destroy(window.close());
    Set<KeyWindow> own = byPrincipal.get(window.principal().getName());
    if (own != null && own.remove(window) && own.isEmpty()) {
      byPrincipal.remove(window.principal().getName());
    }
  }
}

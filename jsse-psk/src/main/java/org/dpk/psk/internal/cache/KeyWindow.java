package org.dpk.psk.internal.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;

/**
 * The keys of one series that a server accepts: some ahead of the newest that was used, and those
 * left out that are not too far behind it.
 *
 * <p>Guarded by itself. What it takes up and lets go is said in lists, so that an index over all
 * windows can follow.
 */
final class KeyWindow {

  /** How many keys are precomputed (protocol.md "Counting"). */
  static final int AHEAD = 8;

  /**
   * How far behind a skipped one stays valid. A client that opens many connections at once has them
   * overtake each other; a key that is gone by the time its connection gets to it can't be repaired
   * there any more.
   */
  static final int BEHIND = 64;

  /** One precomputed key, the i-th that was taken out of the series; equal only to itself. */
  static final class Slot {
    private final long i;
    private final Psk psk;
    private final KeyWindow window;

    private Slot(long i, Psk psk, KeyWindow window) {
      this.i = i;
      this.psk = psk;
      this.window = window;
    }

    Psk psk() {
      return psk;
    }

    KeyWindow window() {
      return window;
    }
  }

  private final PskSeries series;
  private final PskPrincipal principal;
  private final long expiry;

  /** In ascending order of {@code i}. */
  private final Deque<Slot> open = new ArrayDeque<>();

  private long taken;
  private long newestUsed = -1;
  private boolean closed;

  KeyWindow(PskSeries series, PskPrincipal principal, long expiry) {
    this.series = series;
    this.principal = principal;
    this.expiry = expiry;
  }

  PskPrincipal principal() {
    return principal;
  }

  long expiry() {
    return expiry;
  }

  /** Derives what is missing ahead of the newest key that was used; what was added. */
  synchronized List<Slot> fill() {
    List<Slot> added = new ArrayList<>();
    while (!closed && taken <= newestUsed + AHEAD) {
      Psk next = series.next();
      if (next == null) {
        break;
      }
      try (next) {
        Slot slot = new Slot(taken++, next.withPeer(principal), this);
        open.add(slot);
        added.add(slot);
      }
    }
    return added;
  }

  /**
   * Takes a key out, and those that fall behind by that.
   *
   * @return what is out, for the caller to destroy when nobody can find it any more
   */
  synchronized List<Slot> use(Slot used) {
    open.remove(used);
    newestUsed = Math.max(newestUsed, used.i);
    List<Slot> out = new ArrayList<>(List.of(used));
    for (Iterator<Slot> oldest = open.iterator(); oldest.hasNext(); ) {
      Slot slot = oldest.next();
      if (newestUsed - slot.i < BEHIND) {
        break;
      }
      oldest.remove();
      out.add(slot);
    }
    return out;
  }

  /** Whether no key is left in it, now or later. */
  synchronized boolean isSpent() {
    return open.isEmpty();
  }

  /** Closes the series and empties the window; what is out, for the caller to destroy. */
  synchronized List<Slot> close() {
    closed = true;
    series.close();
    List<Slot> out = List.copyOf(open);
    open.clear();
    return out;
  }
}

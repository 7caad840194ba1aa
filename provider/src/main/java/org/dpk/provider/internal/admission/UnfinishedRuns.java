package org.dpk.provider.internal.admission;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are between NS1 and NS34: so many at most. A run that nobody ends is forgotten in
 * time, so that lost connections never add up to a full house; and when the house is full, who has
 * kept it waiting for longest makes room for who comes. Each step takes constant time. Safe for use
 * by several threads.
 */
final class UnfinishedRuns {

  /** How long a client is waited for in any case: longer than honest ones take. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final int limit;
  private final int share;
  private final Duration longestWork;
  private final Duration patience;
  private final LongSupplier nanoClock;
  private final Counters counters;

  /**
   * Those whose next step is this end's, and those whose next step is the client's; oldest first.
   */
  private final Map<Object, Place> working = new LinkedHashMap<>();

  private final Map<Object, Place> waiting = new LinkedHashMap<>();
  private final Map<NetworkPrefix, Integer> held = new HashMap<>();

  private record Place(@Nullable NetworkPrefix network, long since) {}

  /**
   * @param limit how many at once
   * @param sharePercent how much of that one network may hold while there is load
   * @param longestWork how long this end may take to answer NS1
   * @param patience how long NS34 may take
   */
  UnfinishedRuns(
      int limit,
      int sharePercent,
      Duration longestWork,
      Duration patience,
      LongSupplier nanoClock,
      Counters counters) {
    this.limit = limit;
    this.share = Math.max(1, (int) ((long) limit * sharePercent / 100));
    this.longestWork = longestWork;
    this.patience = patience;
    this.nanoClock = nanoClock;
    this.counters = counters;
  }

  /**
   * Counts a run that begins.
   *
   * @param network of the client; null where it is not known: then it has no share to keep to
   * @param shared whether it has to keep to its share
   * @return null if there is room; else what stopped it
   */
  synchronized @Nullable Rung enter(Object run, @Nullable NetworkPrefix network, boolean shared) {
    forgetLate();
    if (shared && network != null && held.getOrDefault(network, 0) >= share) {
      return Rung.SHARE_TAKEN;
    }
    if (size() >= limit && !displaceOldest()) {
      return Rung.UNFINISHED_FULL;
    }
    working.put(run, new Place(network, nanoClock.getAsLong()));
    if (network != null) {
      held.merge(network, 1, Integer::sum);
    }
    return null;
  }

  /** NS2 goes out: from now on the client is waited for. */
  synchronized void answered(Object run) {
    Place place = working.remove(run);
    if (place != null) {
      waiting.put(run, new Place(place.network, nanoClock.getAsLong()));
    }
  }

  /** Whether it was neither left nor forgotten. */
  synchronized boolean holds(Object run) {
    forgetLate();
    return working.containsKey(run) || waiting.containsKey(run);
  }

  /** The run is over. Idempotent. */
  synchronized void leave(Object run) {
    Place place = working.remove(run);
    release(place == null ? waiting.remove(run) : place);
  }

  /** How many there are. */
  synchronized int count() {
    forgetLate();
    return size();
  }

  private int size() {
    return working.size() + waiting.size();
  }

  private void forgetLate() {
    forgetLate(working, longestWork);
    forgetLate(waiting, patience);
  }

  private void forgetLate(Map<Object, Place> places, Duration limit) {
    while (removeFirst(places, limit)) {
      counters.count(Rung.TIMED_OUT);
    }
  }

  private boolean displaceOldest() {
    boolean done = removeFirst(waiting, GRACE);
    if (done) {
      counters.count(Rung.DISPLACED);
    }
    return done;
  }

  /** Removes the oldest if it is older than that. */
  private boolean removeFirst(Map<Object, Place> places, Duration age) {
    Iterator<Place> oldest = places.values().iterator();
    if (!oldest.hasNext()) {
      return false;
    }
    Place place = oldest.next();
    if (nanoClock.getAsLong() - place.since <= age.toNanos()) {
      return false;
    }
    oldest.remove();
    release(place);
    return true;
  }

  private void release(@Nullable Place place) {
    if (place != null && place.network != null) {
      held.computeIfPresent(place.network, (network, count) -> count == 1 ? null : count - 1);
    }
  }
}

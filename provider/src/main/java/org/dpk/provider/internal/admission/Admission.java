package org.dpk.provider.internal.admission;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.dpk.provider.HandshakeMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What one responder remembers of all who come: load, cookies, buckets, replays, unfinished runs
 * (protocol.md "What B does before it trusts NS1"). Bounded in every part. Safe for use by several
 * threads.
 */
public final class Admission {

  final NetworkLimits networks;
  final UnfinishedRuns unfinished;
  final Load load;
  final Cookies cookies;
  final NetworkBuckets buckets;
  final ReplayCache replays;
  private final LookupBudget lookups;
  private final Counters counters;

  /**
   * @param longestWork how long this end may take to answer NS1
   * @param random makes the keys of the cookies
   * @param nanoClock as {@link System#nanoTime}
   * @param counters told what happens
   */
  public Admission(
      AdmissionLimits limits,
      Duration longestWork,
      SecureRandom random,
      LongSupplier nanoClock,
      Counters counters) {
    this.counters = counters;
    this.networks = limits.networks();
    this.unfinished =
        new UnfinishedRuns(
            limits.unfinished(),
            networks.unfinishedPercent(),
            longestWork,
            limits.patience(),
            nanoClock,
            counters);
    this.load = new Load(limits.load(), limits.unfinished(), unfinished::count, nanoClock);
    this.cookies = new Cookies(random, nanoClock);
    this.buckets = new NetworkBuckets(networks.rate(), nanoClock);
    this.replays = new ReplayCache(nanoClock);
    this.lookups = new LookupBudget(limits.lookups(), nanoClock, counters);
  }

  /**
   * A connection that begins.
   *
   * @param client where from; null where that is not known
   */
  public Visitor visitor(@Nullable InetAddress client) {
    return new Visitor(this, client);
  }

  /** The look-ups that those who come may cause. */
  public LookupBudget lookups() {
    return lookups;
  }

  /** What is counted. */
  public Counters counters() {
    return counters;
  }

  /** How things stand. */
  public HandshakeMetrics metrics() {
    return new HandshakeMetrics(counters.counts(), unfinished.count(), load.isHigh());
  }
}

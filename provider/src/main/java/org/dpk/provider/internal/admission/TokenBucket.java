package org.dpk.provider.internal.admission;

import java.util.function.LongSupplier;

/**
 * A token bucket as one number: how far the senders of the past are ahead of their rate (the
 * virtual scheduling of ITU-T I.371, known as GCRA). Safe for use by several threads.
 */
public final class TokenBucket {

  private final Rate rate;
  private final LongSupplier nanoClock;
  private long due;

  /** Full at first. */
  public TokenBucket(Rate rate, LongSupplier nanoClock) {
    this.rate = rate;
    this.nanoClock = nanoClock;
    this.due = nanoClock.getAsLong();
  }

  /** Takes a token, if there is one. */
  public synchronized boolean take() {
    long now = nanoClock.getAsLong();
    long ahead = rate.ahead(due - now);
    if (!rate.admits(ahead)) {
      return false;
    }
    due = now + ahead;
    return true;
  }

  /** Whether it is full: then a new one is as good. */
  synchronized boolean isFull() {
    return due - nanoClock.getAsLong() <= 0;
  }
}

package org.dpk.provider.internal.nsl;

import java.time.Duration;

/**
 * How long, and how often, a key that was agreed may be used. The responder says it, and an
 * initiator may keep to less.
 *
 * @param lifetime 1 s to 2^32 - 1 s, counted in whole seconds
 * @param maxUses 1 to 65535
 */
public record KeyTerms(Duration lifetime, int maxUses) {

  /** 64 connections within 12 hours. */
  public static final KeyTerms DEFAULT = new KeyTerms(Duration.ofHours(12), 64);

  private static final long MAX_SECONDS = 0xFFFF_FFFFL;

  /**
   * @throws IllegalArgumentException if a bound is broken
   */
  public KeyTerms {
    if (lifetime.toSeconds() < 1 || lifetime.toSeconds() > MAX_SECONDS) {
      throw new IllegalArgumentException("a key lives from 1 s to 2^32 - 1 s, not " + lifetime);
    }
    if (maxUses < 1 || maxUses > 0xFFFF) {
      throw new IllegalArgumentException("a key has 1 to 65535 uses, not " + maxUses);
    }
  }

  KeyTerms atMost(long seconds, int uses) {
    return new KeyTerms(
        Duration.ofSeconds(Math.min(lifetime.toSeconds(), seconds)), Math.min(maxUses, uses));
  }

  KeyTerms once() {
    return new KeyTerms(lifetime, 1);
  }
}

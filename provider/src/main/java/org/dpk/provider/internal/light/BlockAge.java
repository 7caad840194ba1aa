package org.dpk.provider.internal.light;

import java.time.Duration;
import java.time.InstantSource;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.time.DurationWords;

/** Whether a trusted block is of the present, by this machine's clock (registry.md "Anchors"). */
final class BlockAge {

  private final LightPolicy policy;
  private final String nodes;
  private final InstantSource clock;

  /**
   * @param nodes who was asked, for messages; without secrets
   */
  BlockAge(LightPolicy policy, String nodes, InstantSource clock) {
    this.policy = policy;
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Who was asked, for messages. */
  String nodes() {
    return nodes;
  }

  boolean isGood(AnchoredBlock block) {
    return !isFromTheFuture(block) && !isOld(block);
  }

  /**
   * @throws RegistryException.ClockSkew if the block lies in the future
   * @throws RegistryException.Unanchored if it is too old
   */
  void require(AnchoredBlock block) throws RegistryException {
    if (isFromTheFuture(block)) {
      throw new RegistryException.ClockSkew(
          "the newest trusted block (%s) is %s ahead of this machine's clock: set the clock"
              .formatted(block.block(), DurationWords.of(age(block).negated())));
    }
    if (isOld(block)) {
      throw new RegistryException.Unanchored(
          "the newest trusted block (%s) is %s old, more than the %s that are allowed: %s show nothing newer, so they stand still or hide blocks, or this machine's clock is ahead. Check the clock, or add a node of somebody else"
              .formatted(
                  block.block(),
                  DurationWords.of(age(block)),
                  DurationWords.of(policy.maxAge()),
                  nodes),
          null);
    }
  }

  private boolean isFromTheFuture(AnchoredBlock block) {
    return age(block).negated().compareTo(policy.maxAhead()) > 0;
  }

  private boolean isOld(AnchoredBlock block) {
    return age(block).compareTo(policy.maxAge()) > 0;
  }

  private Duration age(AnchoredBlock block) {
    // A header may name a time that no Instant can be.
    return Duration.ofSeconds(clock.instant().getEpochSecond() - block.block().timestamp());
  }
}

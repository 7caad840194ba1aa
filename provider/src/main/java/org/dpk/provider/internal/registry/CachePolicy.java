package org.dpk.provider.internal.registry;

import java.time.Duration;

/**
 * How much is kept, and how long. Changes on chain end an entry earlier.
 *
 * @param active how many active records; positive
 * @param activeFor how long each
 * @param negative how many answers «absent» and «revoked»; apart from the others, so that questions
 *     about names that nobody has never displace those of devices that are known; positive
 * @param negativeFor how long each; short, since a device that was just admitted comes at once
 * @param pins of how many identities the highest version is remembered; positive
 */
public record CachePolicy(
    int active, Duration activeFor, int negative, Duration negativeFor, int pins) {

  /** 10,000 records (at most 80 MB) for 15 minutes, as many refusals for 5 seconds. */
  public static final CachePolicy DEFAULT =
      new CachePolicy(10_000, Duration.ofMinutes(15), 10_000, Duration.ofSeconds(5), 100_000);

  /**
   * @throws IllegalArgumentException if a number is not positive or a time negative
   */
  public CachePolicy {
    if (active <= 0 || negative <= 0 || pins <= 0) {
      throw new IllegalArgumentException("a cache holds at least one entry");
    }
    if (activeFor.isNegative() || negativeFor.isNegative()) {
      throw new IllegalArgumentException("an entry's time is not negative");
    }
  }
}

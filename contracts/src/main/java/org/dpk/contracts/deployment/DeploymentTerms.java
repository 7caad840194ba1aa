package org.dpk.contracts.deployment;

import java.time.Duration;

/**
 * What is fixed for ever when a registry is deployed.
 *
 * @param owner who owns the contract, 0x and 40 hexadecimal digits: a multisig, unless it is for
 *     tests
 * @param tombstoneBlocks how many blocks a revoked identity stays reserved for its registrar; 0 to
 *     2^40-1
 * @param pendingBlocks how many blocks a PKM has to approve; 1 to 2^40-1
 */
public record DeploymentTerms(String owner, long tombstoneBlocks, long pendingBlocks) {

  /** For how long a revoked identity stays reserved for its registrar. */
  public static final Duration TOMBSTONE = Duration.ofDays(30);

  /** How long a PKM has to approve. */
  public static final Duration PENDING = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if the owner is no address or a number is out of range
   */
  public DeploymentTerms {
    if (!owner.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException("an owner is 0x and 40 hexadecimal digits, not " + owner);
    }
    if (tombstoneBlocks < 0 || pendingBlocks < 1 || (tombstoneBlocks | pendingBlocks) >> 40 != 0) {
      throw new IllegalArgumentException(
          "numbers of blocks out of range: tombstone %d, pending %d"
              .formatted(tombstoneBlocks, pendingBlocks));
    }
  }

  /**
   * 30 days of tombstone and a day to approve, on a chain with this time between blocks.
   *
   * @throws IllegalArgumentException if the time is not positive or the owner is no address
   */
  public static DeploymentTerms usual(String owner, Duration blockTime) {
    if (blockTime.isZero() || blockTime.isNegative()) {
      throw new IllegalArgumentException("the time between blocks is positive, not " + blockTime);
    }
    return new DeploymentTerms(owner, TOMBSTONE.dividedBy(blockTime), PENDING.dividedBy(blockTime));
  }
}

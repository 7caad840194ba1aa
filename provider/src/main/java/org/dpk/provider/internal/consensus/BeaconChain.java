package org.dpk.provider.internal.consensus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A beacon chain's configuration, as far as its light clients need it. Immutable.
 *
 * <p>Of the forks only name, version and epoch count: the entries of Fulu's blob schedule change
 * the fork digest of the network, and not what a sync committee signs (compute_domain of
 * specs/phase0/beacon-chain.md).
 *
 * @param name for messages
 * @param genesisTime of slot 0, in Unix seconds
 * @param genesisValidatorsRoot which tells chains apart in every signature
 * @param secondsPerSlot 12 on mainnet; at least 1
 * @param slotsPerEpoch of the preset: 32 (mainnet) or 8 (minimal)
 * @param epochsPerSyncCommitteePeriod of the preset: 256 (mainnet) or 8 (minimal)
 * @param syncCommitteeSize of the preset: 512 (mainnet) or 32 (minimal)
 * @param forks ascending by epoch, the first at epoch 0; where several begin at one epoch, the last
 *     of them holds. One that is not scheduled is left out. Copied
 */
public record BeaconChain(
    String name,
    long genesisTime,
    Root genesisValidatorsRoot,
    int secondsPerSlot,
    int slotsPerEpoch,
    int epochsPerSyncCommitteePeriod,
    int syncCommitteeSize,
    List<Fork> forks) {

  private static final int MAX_COMMITTEE = 512;
  private static final int MAX_SECONDS = 3600;
  private static final long MAX_SLOTS_PER_PERIOD = 1 << 20;

  /**
   * @throws IllegalArgumentException if a number is out of its range or the forks are not ascending
   */
  public BeaconChain {
    Objects.requireNonNull(name);
    Objects.requireNonNull(genesisValidatorsRoot);
    requireRange("genesis time", genesisTime, 0, Integer.MAX_VALUE * 2L);
    requireRange("seconds per slot", secondsPerSlot, 1, MAX_SECONDS);
    requireRange("slots per epoch", slotsPerEpoch, 1, MAX_SLOTS_PER_PERIOD);
    requireRange(
        "slots per period",
        (long) slotsPerEpoch * epochsPerSyncCommitteePeriod,
        1,
        MAX_SLOTS_PER_PERIOD);
    // SSZ's Bitvector takes whole bytes here
    if (syncCommitteeSize % Byte.SIZE != 0) {
      throw new IllegalArgumentException("a sync committee's size is a multiple of 8");
    }
    requireRange("sync committee size", syncCommitteeSize, Byte.SIZE, MAX_COMMITTEE);
    forks = List.copyOf(forks);
    requireAscending(forks);
  }

  private static void requireRange(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is between %d and %d, not %d".formatted(what, min, max, value));
    }
  }

  private static void requireAscending(List<Fork> forks) {
    if (forks.isEmpty() || forks.get(0).epoch() != 0) {
      throw new IllegalArgumentException("the first fork begins at epoch 0");
    }
    for (int i = 1; i < forks.size(); i++) {
      if (forks.get(i).epoch() < forks.get(i - 1).epoch()) {
        throw new IllegalArgumentException("forks are ascending: " + forks.get(i));
      }
    }
  }

  /** Slots of a sync committee's period. */
  public long slotsPerPeriod() {
    return (long) slotsPerEpoch * epochsPerSyncCommitteePeriod;
  }

  /** The slot at this time (get_current_slot); 0 before the genesis. */
  public long slotAt(Instant time) {
    return Math.max(0, Math.floorDiv(time.getEpochSecond() - genesisTime, (long) secondsPerSlot));
  }

  /** When a slot begins. */
  public Instant timeOf(long slot) {
    return Instant.ofEpochSecond(genesisTime).plus(Duration.ofSeconds(secondsPerSlot * slot));
  }

  /** The epoch of a slot (compute_epoch_at_slot). */
  public long epochOf(long slot) {
    return slot / slotsPerEpoch;
  }

  /** The sync committee's period of a slot (compute_sync_committee_period_at_slot). */
  public long periodOf(long slot) {
    return slot / slotsPerPeriod();
  }

  /** The fork that holds at an epoch; at least 0. */
  public Fork forkAtEpoch(long epoch) {
    Fork holds = forks.get(0);
    for (Fork fork : forks) {
      if (fork.epoch() <= epoch) {
        holds = fork;
      }
    }
    return holds;
  }

  /** The fork that holds at a slot. */
  public Fork forkAtSlot(long slot) {
    return forkAtEpoch(epochOf(slot));
  }

  @Override
  public String toString() {
    return name;
  }
}

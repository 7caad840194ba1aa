package org.dpk.provider.internal.consensus;

import java.util.Optional;

/**
 * A header that a light client believes. Immutable.
 *
 * @param slot of the beacon block
 * @param beaconRoot hash_tree_root of the beacon block's header, which is the block's root
 * @param executionHash of the execution block that the beacon block commits to; always there
 * @param execution what the beacon chain says of that execution block. There from Capella to Fulu;
 *     light-client data of later forks has only the hash, so that whoever asks the execution node
 *     for the header of {@code executionHash}, and hashes it, need not care
 */
public record TrustedHeader(
    long slot, Root beaconRoot, Root executionHash, Optional<ExecutionHeader> execution) {

  /** Slot and hash of the execution block. */
  @Override
  public String toString() {
    return "slot " + slot + ", execution block " + executionHash;
  }
}

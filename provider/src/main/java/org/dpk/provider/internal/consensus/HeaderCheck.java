package org.dpk.provider.internal.consensus;

import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;

/**
 * What headers and branches prove on a chain, whose forks say what they look like.
 *
 * @param chain whose headers they are said to be
 */
record HeaderCheck(BeaconChain chain) {

  /** The structures of the fork that holds at a slot. */
  ForkStructures forkAt(long slot) throws ConsensusException {
    return ForkStructures.of(chain.forkAtSlot(slot).name());
  }

  /** That the beacon block commits to the execution block (is_valid_light_client_header). */
  Verified verify(LightClientHeader header) throws ConsensusException {
    BeaconHeader beacon = header.beacon();
    ExecutionHeader execution = header.execution();
    ForkStructures fork = forkAt(beacon.slot());
    boolean hasBlobGas = execution.blobGasUsed() != 0 || execution.excessBlobGas() != 0;
    if (hasBlobGas && !fork.hasBlobGas()) {
      throw new ConsensusException(Rule.BRANCH, "there are no blobs before Deneb");
    }
    requireBranch(
        "execution block",
        HashTreeRoot.of(execution, fork),
        header.executionBranch(),
        ForkStructures.EXECUTION_GINDEX,
        beacon.bodyRoot());
    return new Verified(
        header,
        new TrustedHeader(
            beacon.slot(), HashTreeRoot.of(beacon), execution.hash(), Optional.of(execution)));
  }

  static void requireBranch(String what, Root leaf, List<Root> branch, int gindex, Root root)
      throws ConsensusException {
    if (!Merkle.leads(leaf, branch, gindex, root)) {
      throw new ConsensusException(
          Rule.BRANCH, "the %s is not the one that the beacon block commits to".formatted(what));
    }
  }
}

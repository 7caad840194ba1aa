package org.dpk.provider.internal.consensus;

import java.util.List;

/**
 * A beacon block's header with its execution block's, as a server sends it: nothing about it is
 * known yet (LightClientHeader of specs/capella/light-client/sync-protocol.md).
 *
 * @param executionBranch from {@code execution} to {@code beacon.bodyRoot}; copied
 */
public record LightClientHeader(
    BeaconHeader beacon, ExecutionHeader execution, List<Root> executionBranch) {

  /** hash_tree_root(BeaconBlockHeader()). */
  private static final Root EMPTY_BEACON =
      HashTreeRoot.of(new BeaconHeader(0, 0, Root.ZERO, Root.ZERO, Root.ZERO));

  private static final Root EMPTY_EXECUTION =
      HashTreeRoot.of(ExecutionHeader.EMPTY, ForkStructures.FULU);

  /** Copies. */
  public LightClientHeader {
    executionBranch = List.copyOf(executionBranch);
  }

  /** Whether it stands for none (LightClientHeader()). */
  boolean isEmpty() {
    return HashTreeRoot.of(beacon).equals(EMPTY_BEACON)
        && HashTreeRoot.of(execution, ForkStructures.FULU).equals(EMPTY_EXECUTION)
        && executionBranch.stream().allMatch(Root::isZero);
  }

  static LightClientHeader read(byte[] ssz, ForkStructures fork) throws ConsensusException {
    Ssz container = new Ssz(ssz);
    BeaconHeader beacon = BeaconHeader.read(container);
    container.offset();
    List<Root> branch = container.roots(Merkle.depth(ForkStructures.EXECUTION_GINDEX));
    return new LightClientHeader(
        beacon, ExecutionHeader.read(container.parts().get(0), fork), branch);
  }

  byte[] write(ForkStructures fork) {
    SszWriter container = new SszWriter();
    beacon.write(container);
    container.part(execution.write(fork));
    container.roots(executionBranch);
    return container.bytes();
  }
}

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

  /** Copies. */
  public LightClientHeader {
    executionBranch = List.copyOf(executionBranch);
  }
}

package org.dpk.provider.internal.consensus;

import java.util.List;

/**
 * What a light client begins with (LightClientBootstrap of
 * specs/altair/light-client/sync-protocol.md), as a server sends it.
 *
 * @param currentSyncCommitteeBranch from the committee to the header's state root; copied
 */
public record LightClientBootstrap(
    LightClientHeader header,
    SyncCommittee currentSyncCommittee,
    List<Root> currentSyncCommitteeBranch) {

  /** Copies. */
  public LightClientBootstrap {
    currentSyncCommitteeBranch = List.copyOf(currentSyncCommitteeBranch);
  }
}

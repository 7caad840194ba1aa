package org.dpk.provider.internal.consensus;

import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/**
 * Reads the containers of light clients in SSZ (ssz/simple-serialize.md), as the Beacon API serves
 * them as {@code application/octet-stream}, with the fork in {@code Eth-Consensus-Version}. One
 * value has one encoding: what can't be its own is refused, and nothing longer than the input is
 * kept. Safe for use by several threads.
 */
public final class LightClientSsz {

  private final int committeeSize;

  /** For the committee's size. */
  public LightClientSsz(BeaconChain chain) {
    this.committeeSize = chain.syncCommitteeSize();
  }

  /**
   * LightClientBootstrap.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientBootstrap bootstrap(String fork, byte[] ssz) throws ConsensusException {
    ForkStructures structures = ForkStructures.of(fork);
    Ssz container = new Ssz(ssz);
    container.offset();
    SyncCommittee committee = SyncCommittee.read(container, committeeSize);
    List<Root> branch = branch(container, structures.currentSyncCommitteeGindex());
    LightClientHeader header = LightClientHeader.read(container.parts().get(0), structures);
    return new LightClientBootstrap(header, committee, branch);
  }

  /**
   * LightClientUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate update(String fork, byte[] ssz) throws ConsensusException {
    ForkStructures structures = ForkStructures.of(fork);
    Ssz container = new Ssz(ssz);
    container.offset();
    SyncCommittee committee = SyncCommittee.read(container, committeeSize);
    List<Root> branch = branch(container, structures.nextSyncCommitteeGindex());
    Optional<NextCommittee> next = NextCommittee.of(committee, branch);
    return withFinality(container, structures, next);
  }

  /**
   * LightClientFinalityUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate finalityUpdate(String fork, byte[] ssz) throws ConsensusException {
    ForkStructures structures = ForkStructures.of(fork);
    Ssz container = new Ssz(ssz);
    container.offset();
    return withFinality(container, structures, Optional.empty());
  }

  private LightClientUpdate withFinality(
      Ssz container, ForkStructures structures, Optional<NextCommittee> next)
      throws ConsensusException {
    container.offset();
    List<Root> branch = branch(container, structures.finalizedRootGindex());
    SyncAggregate aggregate = SyncAggregate.read(container, committeeSize);
    long signatureSlot = container.slot();
    List<byte[]> headers = container.parts();
    LightClientHeader attested = LightClientHeader.read(headers.get(0), structures);
    LightClientHeader finalized = LightClientHeader.read(headers.get(1), structures);
    return new LightClientUpdate(
        attested, next, Finality.of(finalized, branch), aggregate, signatureSlot);
  }

  /**
   * LightClientOptimisticUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate optimisticUpdate(String fork, byte[] ssz) throws ConsensusException {
    ForkStructures structures = ForkStructures.of(fork);
    Ssz container = new Ssz(ssz);
    container.offset();
    SyncAggregate aggregate = SyncAggregate.read(container, committeeSize);
    long signatureSlot = container.slot();
    LightClientHeader attested = LightClientHeader.read(container.parts().get(0), structures);
    return new LightClientUpdate(
        attested, Optional.empty(), Optional.empty(), aggregate, signatureSlot);
  }

  private static List<Root> branch(Ssz container, int gindex) throws ConsensusException {
    return container.roots(Merkle.depth(gindex));
  }
}

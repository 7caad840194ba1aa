package org.dpk.provider.internal.consensus;

/**
 * Reads the containers of light clients in SSZ (ssz/simple-serialize.md), as the Beacon API serves
 * them as {@code application/octet-stream}, with the fork in {@code Eth-Consensus-Version}.
 * Stateless.
 */
public final class LightClientSsz {

  /** For the committee's size. */
  public LightClientSsz(BeaconChain chain) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * LightClientBootstrap.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientBootstrap bootstrap(String fork, byte[] ssz) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * LightClientUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate update(String fork, byte[] ssz) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * LightClientFinalityUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate finalityUpdate(String fork, byte[] ssz) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * LightClientOptimisticUpdate.
   *
   * @param fork name of the fork that it is written for
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate optimisticUpdate(String fork, byte[] ssz) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }
}

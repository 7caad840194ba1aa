package org.dpk.provider.internal.consensus;

import java.util.List;

/**
 * Reads what the Beacon API serves below {@code /eth/v1/beacon/light_client/} as JSON. Numbers are
 * decimal, bytes hexadecimal, in strings; names that are not known are passed over. Stateless.
 */
public final class BeaconApiJson {

  /** The most updates that one answer has (MAX_REQUEST_LIGHT_CLIENT_UPDATES). */
  public static final int MAX_UPDATES = 128;

  /** For the committee's size and the forks. */
  public BeaconApiJson(BeaconChain chain) {
    throw new UnsupportedOperationException("to come");
  }

  /** The longest answer in bytes that is read as one bootstrap or update of each kind. */
  public int maxLength() {
    throw new UnsupportedOperationException("to come");
  }

  /** The longest answer in bytes that is read as so many updates. */
  public int maxLength(int updates) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * {@code bootstrap/{block_root}}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientBootstrap bootstrap(byte[] json) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * {@code updates?start_period=…&count=…}: a list, ascending by period as the server has it.
   *
   * @param count how many were asked for, at most {@value #MAX_UPDATES}; more are refused
   * @throws ConsensusException if one is none, or of a fork that is not known
   */
  public List<LightClientUpdate> updates(byte[] json, int count) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * {@code finality_update}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate finalityUpdate(byte[] json) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * {@code optimistic_update}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate optimisticUpdate(byte[] json) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }
}

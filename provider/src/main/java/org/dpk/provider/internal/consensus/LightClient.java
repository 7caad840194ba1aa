package org.dpk.provider.internal.consensus;

import java.time.Instant;

/**
 * The rules of specs/altair/light-client/sync-protocol.md: from a checkpoint, whose block root the
 * user trusts, to the newest header. Has no state of its own: it takes a store and gives the next
 * one. Safe for use by several threads.
 *
 * <p>There is no force_update: where two thirds of a committee don't sign what is final for longer
 * than a period, the store stays where it is, and a new checkpoint is needed.
 */
public final class LightClient {

  /**
   * @param signatures verifies signatures of the committee
   */
  public LightClient(BeaconChain chain, LightClientPolicy policy, CommitteeSignatures signatures) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Begins (initialize_light_client_store).
   *
   * @param checkpoint the root of a beacon block that is final, which the user trusts
   * @param bootstrap what a server says of it
   * @param now of the local clock
   * @throws ConsensusException if it is not the checkpoint's, or the checkpoint is too old
   */
  public LightClientStore bootstrap(Root checkpoint, LightClientBootstrap bootstrap, Instant now)
      throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Moves on (process_light_client_update, …finality_update, …optimistic_update).
   *
   * @param update what a server says
   * @param now of the local clock
   * @return the store that it leads to; the same instance if there is nothing new in it, in which
   *     case its signature is not looked at
   * @throws ConsensusException if it breaks a rule, in which case the store stays valid, or if the
   *     store is older than the policy allows, in which case a new checkpoint is needed
   */
  public LightClientStore process(LightClientStore store, LightClientUpdate update, Instant now)
      throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Refuses a store that is older than the policy allows, as one from a file may be.
   *
   * @param now of the local clock
   * @throws ConsensusException if so: a new checkpoint is needed
   */
  public void requireFresh(LightClientStore store, Instant now) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * The first period whose update {@code /eth/v1/beacon/light_client/updates?start_period=} is
   * needed to go on from this store: that of the final header as long as its next committee is not
   * known, else the one after.
   */
  public long nextPeriod(LightClientStore store) {
    throw new UnsupportedOperationException("to come");
  }
}

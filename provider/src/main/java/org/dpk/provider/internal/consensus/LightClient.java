package org.dpk.provider.internal.consensus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;

/**
 * The rules of specs/altair/light-client/sync-protocol.md: from a checkpoint, whose block root the
 * user trusts, to the newest header. Has no state of its own: it takes a store and gives the next
 * one. Safe for use by several threads; computes and never waits: one signature takes about 0.1 s
 * in pure Java.
 *
 * <p>There is no force_update: where two thirds of a committee don't sign what is final for longer
 * than a period, the store stays where it is, and a new checkpoint is needed.
 */
public final class LightClient {

  private final BeaconChain chain;
  private final LightClientPolicy policy;
  private final Bls bls;
  private final HeaderCheck headers;
  private final UpdateCheck updates;

  /**
   * @param bls verifies the committee's signatures
   */
  public LightClient(BeaconChain chain, LightClientPolicy policy, Bls bls) {
    this.chain = chain;
    this.policy = policy;
    this.bls = bls;
    this.headers = new HeaderCheck(chain);
    this.updates = new UpdateCheck(chain, headers);
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
    BeaconHeader beacon = bootstrap.header().beacon();
    if (!HashTreeRoot.of(beacon).equals(checkpoint)) {
      throw new ConsensusException(
          Rule.WRONG_CHECKPOINT, "the header is not that of the checkpoint " + checkpoint);
    }
    requireFresh(beacon.slot(), now);
    Verified header = headers.verify(bootstrap.header());
    KnownCommittee committee = KnownCommittee.of(bootstrap.currentSyncCommittee(), bls);
    HeaderCheck.requireBranch(
        "sync committee",
        committee.root(),
        bootstrap.currentSyncCommitteeBranch(),
        headers.forkAt(beacon.slot()).currentSyncCommitteeGindex(),
        beacon.stateRoot());
    return new LightClientStore(header, header, committee, Optional.empty());
  }

  /**
   * Moves on (process_light_client_update, …finality_update, …optimistic_update).
   *
   * @param update what a server says
   * @param now of the local clock
   * @return the store that it leads to; the same instance if there is nothing new in it, in which
   *     case neither its branches nor its signature are looked at
   * @throws ConsensusException if it breaks a rule, in which case the store stays valid, or if the
   *     store is older than the policy allows, in which case a new checkpoint is needed
   */
  public LightClientStore process(LightClientStore store, LightClientUpdate update, Instant now)
      throws ConsensusException {
    requireFresh(store, now);
    updates.requireRelevant(store, update, chain.slotAt(now));
    Progress progress = Progress.of(chain, policy, store, update);
    if (progress.isNone()) {
      return store;
    }
    return progress.apply(store, updates.verify(store, update), bls);
  }

  /**
   * Refuses a store that is older than the policy allows, as one from a file may be.
   *
   * @param now of the local clock
   * @throws ConsensusException if so: a new checkpoint is needed
   */
  public void requireFresh(LightClientStore store, Instant now) throws ConsensusException {
    requireFresh(store.finalized().slot(), now);
  }

  private void requireFresh(long slot, Instant now) throws ConsensusException {
    if (slot > chain.slotAt(now)) {
      throw new ConsensusException(
          Rule.FUTURE, "slot %d has not come yet: check the clock".formatted(slot));
    }
    Duration age = Duration.between(chain.timeOf(slot), now);
    if (age.compareTo(policy.maxAge()) > 0) {
      throw new ConsensusException(
          Rule.TOO_OLD,
          "what is known of the chain is %d days old, more than %d: give a newer checkpoint"
              .formatted(age.toDays(), policy.maxAge().toDays()));
    }
  }

  /**
   * The first period whose update {@code /eth/v1/beacon/light_client/updates?start_period=} is
   * needed to go on from this store: that of the final header as long as its next committee is not
   * known, else the one after.
   */
  public long nextPeriod(LightClientStore store) {
    return chain.periodOf(store.finalized().slot()) + (store.knowsNextCommittee() ? 1 : 0);
  }
}

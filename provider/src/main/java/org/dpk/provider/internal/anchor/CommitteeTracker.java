package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.dpk.provider.internal.beacon.BeaconException;
import org.dpk.provider.internal.beacon.BeaconNode;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.LightClient;
import org.dpk.provider.internal.consensus.LightClientStore;
import org.dpk.provider.internal.consensus.LightClientUpdate;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What one beacon node after the other brings forward (specs/altair/light-client/light-client.md).
 * What was verified stays so, whoever brought it. For one thread at a time.
 */
final class CommitteeTracker {

  /** How slow this machine's clock may be, so that what was signed a moment ago is not refused. */
  private static final Duration DISPARITY = Duration.ofSeconds(5);

  private final BeaconChain chain;
  private final Root checkpoint;
  private final LightClient rules;
  private final InstantSource clock;
  private volatile @Nullable LightClientStore store;
  private long committeeAskedIn = -1; // epoch
  private long finalityAskedIn = -1; // epoch

  CommitteeTracker(SyncCommitteeSettings settings, Bls bls, InstantSource clock) {
    this.chain = settings.chain();
    this.checkpoint = settings.checkpoint();
    this.rules = new LightClient(chain, settings.policy(), bls);
    this.clock = clock;
  }

  /** What is known; null before the first {@link #advance}. May be asked by any thread. */
  @Nullable LightClientStore store() {
    return store;
  }

  /** Goes on from what was kept. */
  void resume(LightClientStore kept) throws ConsensusException {
    rules.requireFresh(kept, now());
    store = kept;
  }

  /** The newest slot that is known; -1 if none is. */
  long slot() {
    LightClientStore known = store;
    return known == null ? -1 : known.optimistic().slot();
  }

  /** How many slots the newest header is behind the clock. */
  long behind() {
    return chain.slotAt(clock.instant()) - slot();
  }

  private Instant now() {
    return clock.instant().plus(DISPARITY);
  }

  /**
   * Asks a node for everything that is missing, and takes it.
   *
   * @throws BeaconException if it does not answer, or with nonsense
   * @throws ConsensusException if what it answers breaks a rule
   */
  void advance(BeaconNode node, Deadline deadline) throws BeaconException, ConsensusException {
    LightClientStore known = store;
    if (known == null) {
      known = rules.bootstrap(checkpoint, node.bootstrap(checkpoint, left(deadline)), now());
      store = known;
    }
    known = catchUp(known, node, deadline);
    known = learnNextCommittee(known, node, deadline);
    known = followFinality(known, node, deadline);
    take(known, node.optimisticUpdate(left(deadline)));
  }

  private static Duration left(Deadline deadline) {
    return deadline.remaining();
  }

  private LightClientStore take(LightClientStore known, LightClientUpdate update)
      throws ConsensusException {
    if (isNoNews(known, update)) {
      return known;
    }
    LightClientStore next = rules.process(known, update, now());
    store = next;
    return next;
  }

  /** What an honest node may have: it is a little behind, or few of a committee have signed. */
  private boolean isNoNews(LightClientStore known, LightClientUpdate update) {
    boolean isOld = update.attested().beacon().slot() <= known.finalized().slot();
    boolean isWeak = 3 * update.aggregate().participants() < 2 * chain.syncCommitteeSize();
    return isWeak || (isOld && update.next().isEmpty());
  }

  /** Period by period, as long as what is signed now could not be verified. */
  private LightClientStore catchUp(LightClientStore known, BeaconNode node, Deadline deadline)
      throws BeaconException, ConsensusException {
    LightClientStore at = known;
    long current = chain.periodOf(chain.slotAt(clock.instant()));
    for (long next = rules.nextPeriod(at); next < current; ) {
      int count = (int) Math.min(BeaconNode.AT_ONCE, current - next);
      for (LightClientUpdate update : node.updates(next, count, left(deadline))) {
        at = take(at, update);
      }
      long reached = rules.nextPeriod(at);
      if (reached <= next) {
        throw new ConsensusException(
            ConsensusException.Rule.PERIOD,
            "gives no update that leads beyond period %d, and now is period %d: ask another beacon node, or give a newer checkpoint"
                .formatted(next, current));
      }
      next = reached;
    }
    return at;
  }

  /** So that the next period's signatures can be verified once it begins. One look per epoch. */
  private LightClientStore learnNextCommittee(
      LightClientStore known, BeaconNode node, Deadline deadline)
      throws BeaconException, ConsensusException {
    long epoch = epoch();
    long period = chain.periodOf(chain.slotAt(clock.instant()));
    if (known.knowsNextCommittee()
        || rules.nextPeriod(known) != period
        || committeeAskedIn == epoch) {
      return known;
    }
    LightClientStore at = known;
    for (LightClientUpdate update : currentUpdate(node, period, deadline)) {
      at = take(at, update);
    }
    committeeAskedIn = epoch;
    return at;
  }

  /** Nodes have none in the first moments of a period, and some say so by an error. */
  private static List<LightClientUpdate> currentUpdate(
      BeaconNode node, long period, Deadline deadline) throws BeaconException {
    try {
      return node.updates(period, 1, left(deadline));
    } catch (BeaconException e) {
      if (e.fault() == BeaconException.Fault.MISSING) {
        return List.of();
      }
      throw e;
    }
  }

  /** Once per epoch, as it is no sooner that something else can be final. */
  private LightClientStore followFinality(
      LightClientStore known, BeaconNode node, Deadline deadline)
      throws BeaconException, ConsensusException {
    long epoch = epoch();
    if (finalityAskedIn == epoch) {
      return known;
    }
    LightClientStore next = take(known, node.finalityUpdate(left(deadline)));
    if (next.finalized().slot() > known.finalized().slot()) {
      finalityAskedIn = epoch;
    }
    return next;
  }

  private long epoch() {
    return chain.epochOf(chain.slotAt(clock.instant()));
  }
}

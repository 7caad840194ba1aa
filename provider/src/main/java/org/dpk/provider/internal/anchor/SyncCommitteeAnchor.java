package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.beacon.BeaconException;
import org.dpk.provider.internal.beacon.BeaconNode;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.ExecutionHeader;
import org.dpk.provider.internal.consensus.LightClientStore;
import org.dpk.provider.internal.consensus.StoreCodec;
import org.dpk.provider.internal.consensus.TrustedHeader;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a block that a sync committee of the beacon chain signed (specs/altair/light-client). From
 * the user's checkpoint on, each committee vouches for the next one.
 *
 * <p><b>Trusted:</b> the checkpoint, and that fewer than two thirds of a committee lie together (of
 * 512 validators, drawn by lot for 27 hours). A beacon node can withhold what is new, and nothing
 * else: then the next one is asked. What is newest is signed by 90 % of a committee by default, but
 * it is not final: a chain may give it up within its next two epochs, and the head then moves to
 * another block.
 *
 * <p>Costs one exchange of 3 kB and one signature per look, another one per epoch, and another one
 * per committee: on mainnet 12 s, 6.4 min and 27 h. After an absence, one update for each committee
 * since (26 kB on mainnet).
 */
public final class SyncCommitteeAnchor implements Anchor {

  /** A head that is so many slots behind the clock is no reason to ask anybody else. */
  private static final long CURRENT = 4;

  private final SyncCommitteeSettings settings;
  private final List<BeaconStanding> beacons;
  private final CommitteeTracker tracker;
  private final StoreCodec codec;
  private final StateFile file;
  private boolean resumed;
  private @Nullable LightClientStore remembered;

  SyncCommitteeAnchor(
      SyncCommitteeSettings settings, Bls bls, InstantSource clock, StateFile file) {
    this.settings = settings;
    this.beacons =
        settings.beacons().stream()
            .map(uri -> BeaconNode.at(uri, settings.chain()))
            .map(node -> new BeaconStanding(node, System::nanoTime))
            .toList();
    this.tracker = new CommitteeTracker(settings, bls, clock);
    this.codec = new StoreCodec(settings.chain(), bls);
    this.file = file;
  }

  @Override
  public Optional<AnchoredBlock> head() {
    return Optional.ofNullable(tracker.store())
        .map(LightClientStore::optimistic)
        .flatMap(TrustedHeader::execution)
        .map(SyncCommitteeAnchor::block);
  }

  /**
   * The newest block that is final; empty before the first {@link #follow}. Does not block and asks
   * nobody.
   */
  public Optional<AnchoredBlock> finalized() {
    return Optional.ofNullable(tracker.store())
        .map(LightClientStore::finalized)
        .flatMap(TrustedHeader::execution)
        .map(SyncCommitteeAnchor::block);
  }

  private static AnchoredBlock block(ExecutionHeader header) {
    return new AnchoredBlock(
        header.block(), header.parentHash().bytes(), header.stateRoot().bytes());
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(settings.chain().secondsPerSlot());
  }

  @Override
  public synchronized AnchoredBlock follow(Duration patience) throws RegistryException {
    resume();
    Failures failures = new Failures();
    boolean answered = ask(Deadline.in(patience), failures);
    remember();
    if (!answered) {
      throw failures.asException();
    }
    return head().orElseThrow(SyncCommitteeAnchor::noExecutionHeader);
  }

  private static RegistryException noExecutionHeader() {
    return new RegistryException.Unanchored(
        "the beacon chain is of a fork that this release of DPK does not know: update it", null);
  }

  /**
   * Until one of them brings what is current, the preferred one first.
   *
   * @return whether any of them was right, if behind
   */
  private boolean ask(Deadline deadline, Failures failures) throws RegistryException {
    List<BeaconStanding> order = inOrder();
    List<BeaconStanding> behind = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      BeaconStanding beacon = order.get(i);
      long before = tracker.slot();
      if (isAdvanced(beacon, share(deadline, order.size() - i), failures)) {
        if (tracker.slot() > before) {
          behind.forEach(BeaconStanding::failed); // there was something newer than they had
          behind.clear();
        }
        if (tracker.behind() <= CURRENT) {
          beacon.succeeded();
          return true;
        }
        behind.add(beacon);
      }
    }
    return !behind.isEmpty();
  }

  /** Those that are spared come last, as they may be all that there is. */
  private List<BeaconStanding> inOrder() {
    return beacons.stream().sorted(Comparator.comparingLong(BeaconStanding::spared)).toList();
  }

  /** Whoever hangs leaves the others their part. */
  private static Deadline share(Deadline deadline, int left) {
    return Deadline.in(deadline.remaining().dividedBy(left));
  }

  private boolean isAdvanced(BeaconStanding beacon, Deadline deadline, Failures failures)
      throws RegistryException {
    try {
      tracker.advance(beacon.node(), deadline);
      return true;
    } catch (BeaconException e) {
      if (e.fault() == BeaconException.Fault.NONSENSE) {
        beacon.lied();
      } else {
        beacon.failed();
      }
      failures.add(e.getMessage(), e, e.fault() == BeaconException.Fault.SILENT);
    } catch (ConsensusException e) {
      if (isNobodysFault(e.rule())) {
        throw new RegistryException.Unanchored(String.valueOf(e.getMessage()), e);
      }
      beacon.lied();
      failures.add("the beacon node at " + beacon.node().name() + ": " + e.getMessage(), e, false);
    }
    return false;
  }

  /**
   * What every other node would lead to as well. Not so a header of a fork that can't be followed:
   * slots are read before anything shows that the committee signed them.
   */
  private static boolean isNobodysFault(Rule rule) {
    return rule == Rule.TOO_OLD;
  }

  /** What went wrong with whom. */
  private static final class Failures {
    private final List<String> messages = new ArrayList<>();
    private @Nullable Exception first;
    private boolean silence = true;

    void add(@Nullable String message, Exception cause, boolean silent) {
      messages.add(String.valueOf(message));
      first = first == null ? cause : first;
      silence &= silent;
    }

    RegistryException asException() {
      String all = messages.stream().distinct().collect(Collectors.joining("; "));
      return silence
          ? new RegistryException.Unreachable("no beacon node answers: " + all, first)
          : new RegistryException.Unanchored("no beacon node vouches for a block: " + all, first);
    }
  }

  // ------------------------------------------------------------------------ across restarts

  private void resume() throws RegistryException {
    if (resumed) {
      return;
    }
    Optional<byte[]> kept = file.read();
    if (kept.isPresent()) {
      try {
        LightClientStore store = codec.decode(kept.get());
        tracker.resume(store);
        remembered = store;
      } catch (ConsensusException e) {
        if (e.rule() == Rule.TOO_OLD || e.rule() == Rule.FUTURE) {
          throw new RegistryException.Unanchored(String.valueOf(e.getMessage()), e);
        }
        throw file.unusable("can't be used (" + e.getMessage() + ")");
      }
    }
    resumed = true;
  }

  private void remember() {
    LightClientStore known = tracker.store();
    if (known != null && !known.equals(remembered)) {
      remembered = known;
      file.remember(codec.encode(known));
    }
  }

  @Override
  public void close() {
    beacons.forEach(beacon -> beacon.node().close()); // ends what is under way
    synchronized (this) {
      file.flush();
    }
  }
}

package org.dpk.provider.internal.light;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.anchor.SyncCommitteeAnchor;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.beacon.BeaconException;
import org.dpk.provider.internal.beacon.BeaconNode;
import org.dpk.provider.internal.beacon.ChainDescription;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.LightClient;
import org.dpk.provider.internal.consensus.LightClientUpdate;
import org.dpk.provider.internal.light.BeaconReport.Part;
import org.dpk.provider.internal.light.ProviderReport.Served;
import org.jspecify.annotations.Nullable;

/** One beacon node under examination. */
final class BeaconExamination implements Examination<BeaconReport> {

  private final SyncCommitteeSettings settings;
  private final URI address;
  private final Duration patience;
  private final InstantSource clock;
  private final BeaconNode node;
  private final SyncCommitteeAnchor anchor;

  private Optional<String> objection = Optional.of("it did not answer in time");
  private Part bootstrap = Part.NOT_ASKED;
  private Part finality = Part.NOT_ASKED;
  private Part optimistic = Part.NOT_ASKED;
  private @Nullable String fork;
  private @Nullable Duration lag;
  private @Nullable BlockRef vouched;
  private String whyNot = "no time was left";

  /**
   * @param settings with this node alone
   */
  BeaconExamination(
      SyncCommitteeSettings settings, URI address, Duration patience, InstantSource clock) {
    this.settings = settings;
    this.address = address;
    this.patience = patience;
    this.clock = clock;
    this.node = BeaconNode.at(address, settings.chain());
    this.anchor = settings.open(List.of(), null);
  }

  @Override
  public void run() {
    Optional<String> wrong = findObjection();
    set(() -> objection = wrong);
    if (wrong.isPresent()) {
      return;
    }
    Part started = part(this::start);
    set(() -> bootstrap = started);
    Part isFinal = part(() -> read(node.finalityUpdate(patience)));
    set(() -> finality = isFinal);
    Part newest = part(() -> read(node.optimisticUpdate(patience)));
    set(() -> optimistic = newest);
    follow();
  }

  private synchronized void set(Runnable change) {
    change.run();
  }

  private Optional<String> findObjection() {
    try {
      BeaconChain served = ChainDescription.of(address, settings.chain().name(), patience);
      return served.genesisValidatorsRoot().equals(settings.chain().genesisValidatorsRoot())
          ? Optional.empty()
          : Optional.of(
              "%s serves another chain than %s: its genesis validators root is %s"
                  .formatted(node.name(), settings.chain(), served.genesisValidatorsRoot()));
    } catch (BeaconException | RuntimeException e) {
      return Optional.of(Examination.oneLine(e));
    }
  }

  private interface Step {
    void run() throws IOException, ConsensusException;
  }

  private static Part part(Step step) {
    try {
      step.run();
      return Part.YES;
    } catch (BeaconException e) {
      Served served = e.fault() == BeaconException.Fault.NONSENSE ? Served.WRONG : Served.NO;
      return new Part(served, Examination.oneLine(e));
    } catch (ConsensusException e) {
      return new Part(Served.WRONG, Examination.oneLine(e));
    } catch (IOException | RuntimeException e) {
      return new Part(Served.NO, Examination.oneLine(e));
    }
  }

  private void start() throws IOException, ConsensusException {
    var verified =
        new LightClient(settings.chain(), settings.policy(), BlsLibrary.best())
            .bootstrap(
                settings.checkpoint(),
                node.bootstrap(settings.checkpoint(), patience),
                clock.instant());
  }

  private synchronized void read(LightClientUpdate update) {
    long slot = update.attested().beacon().slot();
    lag = Duration.between(settings.chain().timeOf(slot), clock.instant());
    fork = settings.chain().forkAtSlot(slot).name();
  }

  private void follow() {
    try {
      BlockRef head = anchor.follow(patience).block();
      set(() -> vouched = head);
      set(() -> whyNot = "");
    } catch (IOException | RuntimeException e) {
      set(() -> whyNot = Examination.oneLine(e));
    }
  }

  @Override
  public synchronized BeaconReport report() {
    return new BeaconReport(
        node.name(),
        objection,
        bootstrap,
        finality,
        optimistic,
        Optional.ofNullable(fork),
        Optional.ofNullable(lag),
        Optional.ofNullable(vouched),
        whyNot);
  }

  @Override
  public void close() {
    node.close();
    anchor.close();
  }
}

package org.dpk.provider.internal.light;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;

/** Finds out which of a user's beacon nodes serve what a light client needs. */
public final class BeaconProbe {

  private final SyncCommitteeSettings settings;

  /**
   * @param settings the chain, the beacon nodes and the checkpoint
   */
  public BeaconProbe(SyncCommitteeSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks all of them at once, and returns when the last one is done or the time is over: what was
   * found out until then is reported.
   *
   * @param patience for all of it; positive. From a checkpoint that is days old, some 0.2 s of
   *     computing for each day
   * @return one for each, in the order of the settings
   */
  public List<BeaconReport> ask(Duration patience) {
    List<BeaconExamination> examinations =
        settings.beacons().stream().map(beacon -> examination(beacon, patience)).toList();
    return Examination.all(examinations, patience);
  }

  private BeaconExamination examination(URI beacon, Duration patience) {
    SyncCommitteeSettings alone =
        new SyncCommitteeSettings(
            settings.chain(), List.of(beacon), settings.checkpoint(), settings.policy());
    return new BeaconExamination(alone, beacon, patience, InstantSource.system());
  }
}

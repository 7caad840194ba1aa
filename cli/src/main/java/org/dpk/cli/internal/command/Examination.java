package org.dpk.cli.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.BeaconProbe;
import org.dpk.provider.internal.light.BeaconReport;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.light.Probe;
import org.dpk.provider.internal.light.ProviderReport;
import org.dpk.provider.internal.proof.BlockNaming;
import org.jspecify.annotations.Nullable;

/** Asks nodes and beacon nodes, all of them at once. */
final class Examination {

  private final Probe probe;
  private final List<ChainEndpoint> nodes;
  private final int needed;
  private final @Nullable SyncCommitteeSettings committees;

  private Examination(
      Probe probe,
      List<ChainEndpoint> nodes,
      int needed,
      @Nullable SyncCommitteeSettings committees) {
    this.probe = probe;
    this.nodes = nodes;
    this.needed = needed;
    this.committees = committees;
  }

  /** Of one node of a chain of Ethereum's kind. */
  static Examination of(ChainEndpoint node, List<Long> blocksWithLogs) {
    return new Examination(new Probe(BlockNaming.ETHEREUM, blocksWithLogs), List.of(node), 1, null);
  }

  /**
   * Of all that a light client asks.
   *
   * @param naming how its chain's headers are hashed
   */
  static Examination of(LightSettings light, BlockNaming naming, List<Long> blocksWithLogs) {
    int needed = light.anchor() instanceof QuorumSettings quorum ? quorum.required() : 1;
    return new Examination(
        new Probe(naming, blocksWithLogs),
        light.nodes(),
        needed,
        light.anchor() instanceof SyncCommitteeSettings settings ? settings : null);
  }

  /** How many are asked, for a message. */
  int size() {
    return nodes.size() + (committees == null ? 0 : committees.beacons().size());
  }

  /**
   * Asks.
   *
   * @param patience for all of it; positive
   */
  DoctorReport report(Duration patience) throws InterruptedException, ExecutionException {
    ExecutorService thread = Executors.newSingleThreadExecutor(Examination::thread);
    try {
      Future<List<BeaconReport>> beacons = thread.submit(() -> beacons(patience));
      List<ProviderReport> found = probe.ask(nodes, patience);
      return new DoctorReport(found, needed, beacons.get()); // it keeps to the time by itself
    } finally {
      thread.shutdownNow();
    }
  }

  private List<BeaconReport> beacons(Duration patience) {
    return committees == null ? List.of() : new BeaconProbe(committees).ask(patience);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "dpk-doctor");
    thread.setDaemon(true);
    return thread;
  }
}

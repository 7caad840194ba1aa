package org.dpk.cli.internal.command;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.beacon.BeaconProbe;
import org.dpk.provider.internal.beacon.BeaconReport;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
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

  /** Of all that a light client asks. */
  static Examination of(LightSettings light, List<Long> blocksWithLogs) {
    int needed = light.anchor() instanceof QuorumSettings quorum ? quorum.required() : 1;
    return new Examination(
        Probe.of(light, blocksWithLogs),
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
    ExecutorService threads = Executors.newCachedThreadPool(Examination::thread);
    try {
      List<Future<BeaconReport>> asked = beacons(threads, patience);
      List<ProviderReport> found = probe.ask(nodes, patience);
      List<BeaconReport> beacons = new ArrayList<>();
      for (Future<BeaconReport> each : asked) {
        beacons.add(each.get()); // it keeps to the time by itself
      }
      return new DoctorReport(found, needed, beacons);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Future<BeaconReport>> beacons(ExecutorService threads, Duration patience) {
    if (committees == null) {
      return List.of();
    }
    SyncCommitteeSettings settings = committees;
    Bls bls = BlsLibrary.chosen();
    List<Future<BeaconReport>> asked = new ArrayList<>();
    for (URI beacon : settings.beacons()) {
      asked.add(
          threads.submit(
              () ->
                  BeaconProbe.ask(
                      beacon,
                      settings.chain(),
                      settings.checkpoint(),
                      bls,
                      InstantSource.system(),
                      patience)));
    }
    return asked;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "dpk-doctor");
    thread.setDaemon(true);
    return thread;
  }
}

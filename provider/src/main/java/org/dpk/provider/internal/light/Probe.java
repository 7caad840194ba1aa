package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.proof.BlockNaming;

/** Finds out which of a user's nodes serve what a light client needs. */
public final class Probe {

  private final BlockNaming naming;
  private final List<Long> blocksWithLogs;

  /**
   * @param naming how the chain's headers are hashed
   * @param blocksWithLogs heights at which the registry logged something: of its deployment, or of
   *     a record; may be empty
   */
  public Probe(BlockNaming naming, List<Long> blocksWithLogs) {
    this.naming = naming;
    this.blocksWithLogs = List.copyOf(blocksWithLogs);
  }

  /**
   * Asks all of them at once, and returns when the last one is done or the time is over: what was
   * found out until then is reported. Closes its connections.
   *
   * @param patience for all of it; positive
   * @return one for each, in the same order
   */
  public List<ProviderReport> ask(List<ChainEndpoint> nodes, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    ExecutorService threads = Executors.newCachedThreadPool(Probe::thread);
    List<ProviderProbe> probes = new ArrayList<>();
    List<Future<?>> runs = new ArrayList<>();
    try {
      for (ChainEndpoint node : nodes) {
        ProviderProbe probe = new ProviderProbe(node, naming, blocksWithLogs);
        probes.add(probe);
        runs.add(threads.submit(probe));
      }
      runs.forEach(run -> await(run, end));
      return probes.stream().map(ProviderProbe::report).toList();
    } finally {
      probes.forEach(ProviderProbe::close);
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "dpk-probe");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> run, long end) {
    try {
      run.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and so do the others, at once
    } catch (TimeoutException e) {
      // reported is what is known by now
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe failed", e.getCause());
    }
  }
}

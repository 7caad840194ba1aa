package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.RegistryException;

/**
 * Several nodes that can be asked the same, the best first. Who failed is asked after the others,
 * until a question that somebody else answers succeeds with it too. Safe for use by several
 * threads.
 *
 * @param <N> a connection to a node
 */
final class FailOver<N> implements AutoCloseable {

  /** Questions that are under way at once; each takes a thread while it waits for its node. */
  private static final int THREADS = 128;

  private static final long IDLE_SECONDS = 10;

  private final List<Way<N>> ways;
  private final ExecutorService threads;

  /**
   * @param ways the preferred one first; at least one; closed with this
   */
  FailOver(List<Way<N>> ways) {
    this.ways = List.copyOf(ways);
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "dpk-node-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** All of them, in the order of the user's choice. */
  List<Way<N>> ways() {
    return ways;
  }

  /**
   * Asks until somebody answers rightly.
   *
   * @param patience for all of them together; positive
   * @throws RegistryException if nobody does; of the most telling type, and names each and what it
   *     did
   */
  <T> T ask(Duration patience, Way.Ask<N, T> question) throws RegistryException {
    List<Way<N>> order = bestFirst();
    order.stream().skip(1).forEach(way -> probe(way, question));
    return new Race<>(threads, order, question, patience).run();
  }

  /** Who was not measured is taken for as good as the best, so that the user's order counts. */
  private List<Way<N>> bestFirst() {
    record Ranked<N>(Way<N> way, int rank) {} // at one moment: a rank may change while it sorts
    List<Ranked<N>> ranked =
        ways.stream().map(way -> new Ranked<>(way, way.standing().rank())).toList();
    int best =
        ranked.stream()
            .mapToInt(Ranked::rank)
            .filter(rank -> rank != Standing.UNMEASURED)
            .min()
            .orElse(Standing.UNMEASURED);
    return ranked.stream()
        .sorted(Comparator.comparingInt(each -> Math.max(each.rank, best)))
        .map(Ranked::way)
        .toList();
  }

  /** Asks this one only. */
  <T> T ask(Way<N> way, Duration patience, Way.Ask<N, T> question) throws RegistryException {
    return new Race<>(threads, List.of(way), question, patience).run();
  }

  /** Who was spared for long enough gets the question beside those who answer it. */
  private <T> void probe(Way<N> way, Way.Ask<N, T> question) {
    if (!way.standing().takeProbe()) {
      return;
    }
    try {
      threads.execute(() -> judge(way, way.ask(question)));
    } catch (RejectedExecutionException e) {
      way.standing().failed(Fault.SILENT); // too much to do: later
    }
  }

  private static <N, T> void judge(Way<N> way, Way.Outcome<T> outcome) {
    RegistryException failure = outcome.failure();
    if (failure == null || Fault.isProven(failure)) {
      way.standing().answered(outcome.took());
    } else {
      way.standing().failed(Fault.of(failure));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    ways.forEach(Way::close);
  }
}

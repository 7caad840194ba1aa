package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * One question, asked of one node after the other: of the next as soon as one fails, and also when
 * one takes suspiciously long, whose answer still counts if it comes first.
 */
final class Race<N, T> {

  private record Runner<N>(Way<N> way, Future<?> run) {}

  private record Finish<N, T>(Way<N> way, Way.Outcome<T> outcome) {}

  private final ExecutorService threads;
  private final Way.Ask<N, T> question;
  private final Queue<Way<N>> waiting;
  private final List<Runner<N>> running = new ArrayList<>(); // in the order of their starts
  private final BlockingQueue<Finish<N, T>> finishes = new LinkedBlockingQueue<>();
  private final Failures failures = new Failures();
  private final Duration patience;
  private final long start = System.nanoTime();
  private long nextStart = start;

  /**
   * @param ways in the order in which they are asked; at least one
   */
  Race(ExecutorService threads, List<Way<N>> ways, Way.Ask<N, T> question, Duration patience) {
    this.threads = threads;
    this.waiting = new ArrayDeque<>(ways);
    this.question = question;
    this.patience = patience;
  }

  /**
   * The first right answer.
   *
   * @throws RegistryException if there is none in time; names each node that was asked
   */
  T run() throws RegistryException {
    try {
      while (left() > 0 && !(running.isEmpty() && waiting.isEmpty())) {
        startIfDue();
        Finish<N, T> finish = finishes.poll(untilSomethingIsDue(), TimeUnit.NANOSECONDS);
        T answer = finish == null ? null : take(finish);
        if (answer != null) {
          return answer;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException.Unreachable("interrupted while nodes were asked", e);
    } finally {
      running.forEach(runner -> runner.run.cancel(true));
    }
    running.forEach(runner -> tooSlow(runner.way));
    waiting.forEach(way -> failures.add(way.name(), notAsked()));
    throw failures.all();
  }

  private void startIfDue() {
    if (!waiting.isEmpty() && (running.isEmpty() || System.nanoTime() - nextStart >= 0)) {
      start(waiting.remove());
    }
  }

  private void start(Way<N> way) {
    try {
      Future<?> run = threads.submit(() -> finishes.add(new Finish<>(way, way.ask(question))));
      running.add(new Runner<>(way, run));
    } catch (RejectedExecutionException e) {
      failures.add(way.name(), new RegistryException.Unreachable(whyRejected(), e));
    }
    nextStart = System.nanoTime() + hedge(way);
  }

  private String whyRejected() {
    return threads.isShutdown()
        ? "the connection was closed"
        : "too many questions wait for the nodes: try again later";
  }

  /** Those that wait get their share of the time, whatever was usual for this one. */
  private long hedge(Way<N> way) {
    long share = left() / (waiting.size() + 1);
    return Math.min(share, way.standing().suspicious().toNanos());
  }

  private long left() {
    return Math.max(0, patience.toNanos() - (System.nanoTime() - start));
  }

  private long untilSomethingIsDue() {
    return running.isEmpty()
        ? 0
        : waiting.isEmpty() ? left() : Math.min(left(), Math.max(0, nextStart - System.nanoTime()));
  }

  /** The answer; null if it was a failure. */
  private @Nullable T take(Finish<N, T> finish) throws RegistryException {
    int place = placeOf(finish.way);
    running.remove(place);
    RegistryException failure = finish.outcome.failure();
    if (failure == null || Fault.isProven(failure)) {
      finish.way.standing().answered(finish.outcome.took());
      running.subList(0, place).forEach(runner -> runner.way.standing().failed(Fault.SILENT));
    }
    if (failure == null) {
      return finish.outcome.answer();
    }
    if (Fault.isProven(failure)) {
      throw failure;
    }
    finish.way.standing().failed(Fault.of(failure));
    failures.add(finish.way.name(), failure);
    nextStart = System.nanoTime();
    return null;
  }

  private int placeOf(Way<N> way) {
    int place = 0;
    while (running.get(place).way != way) {
      place++;
    }
    return place;
  }

  private void tooSlow(Way<N> way) {
    way.standing().failed(Fault.SILENT);
    failures.add(
        way.name(),
        new RegistryException.Unreachable("no answer within " + inWords(patience), null));
  }

  private static RegistryException notAsked() {
    return new RegistryException.Unreachable("no time was left to ask it", null);
  }

  private static String inWords(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}

package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Asks several nodes the same at once, and waits no longer than it has to. A node is asked one
 * question after the other, so that one that hangs costs one thread; what nobody waits for any more
 * is not asked.
 */
final class Poll implements AutoCloseable {

  /** What is asked; may block for as long as its patience. */
  interface Question<T> {
    T ask(HeaderSource source, Duration patience) throws RegistryException;
  }

  /**
   * What came in time.
   *
   * @param given in the order of their arrival
   * @param refused why the others gave none
   */
  record Answers<T>(Map<HeaderSource, T> given, Map<HeaderSource, RegistryException> refused) {

    /** Who failed, and why; for messages. */
    String failures() {
      return refused.entrySet().stream()
          .map(each -> named(each.getKey().name(), String.valueOf(each.getValue().getMessage())))
          .collect(Collectors.joining("; "));
    }

    private static String named(String node, String why) {
      return why.contains(node) ? why : node + ": " + why;
    }

    /** The first failure, for a cause; null if there is none. */
    @Nullable RegistryException firstFailure() {
      return refused.values().stream().findFirst().orElse(null);
    }

    /** Whether nobody was in reach. */
    boolean isSilence() {
      return given.isEmpty()
          && refused.values().stream().allMatch(RegistryException.Unreachable.class::isInstance);
    }

    private void add(Arrival<T> arrival) {
      if (arrival.failure == null && arrival.value != null) {
        given.put(arrival.source, arrival.value);
      } else if (arrival.failure != null) {
        refused.put(arrival.source, arrival.failure);
      }
    }

    private int count() {
      return given.size() + refused.size();
    }
  }

  private record Arrival<T>(
      HeaderSource source, @Nullable T value, @Nullable RegistryException failure) {}

  private static final System.Logger LOG = System.getLogger(Poll.class.getName());

  private final Map<HeaderSource, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "dpk-anchor-poll");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Asks each of them.
   *
   * @param enough whether what came ends the waiting for the others
   * @param grace for how long it then waits all the same
   * @param patience how long it waits at most, and how long each node may take
   */
  <T> Answers<T> ask(
      Collection<HeaderSource> sources,
      Question<T> question,
      Predicate<Collection<T>> enough,
      Duration grace,
      Duration patience) {
    Answers<T> answers = new Answers<>(new LinkedHashMap<>(), new LinkedHashMap<>());
    if (sources.size() == 1) {
      HeaderSource only = sources.iterator().next();
      answers.add(answer(only, question, patience));
      return answers;
    }
    Deadline deadline = Deadline.in(patience);
    BlockingQueue<Arrival<T>> arrivals = new LinkedBlockingQueue<>();
    for (HeaderSource source : sources) {
      askNext(source, () -> arrivals.add(answer(source, question, deadline.remaining())), deadline);
    }
    collect(answers, arrivals, sources.size(), enough, grace, deadline);
    sources.forEach(source -> noteSilence(source, answers));
    return answers;
  }

  private void askNext(HeaderSource source, Runnable question, Deadline deadline) {
    CompletableFuture<Void> before =
        last.getOrDefault(source, CompletableFuture.completedFuture(null));
    last.put(
        source,
        before.thenRunAsync(
            () -> {
              if (!deadline.isOver()) {
                question.run();
              }
            },
            this::start));
  }

  private void start(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "closed while it asked", e);
    }
  }

  private static <T> void collect(
      Answers<T> answers,
      BlockingQueue<Arrival<T>> arrivals,
      int asked,
      Predicate<Collection<T>> enough,
      Duration grace,
      Deadline deadline) {
    boolean isEnough = false;
    Deadline end = deadline;
    try {
      while (answers.count() < asked) {
        Arrival<T> next = arrivals.poll(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
          return;
        }
        answers.add(next);
        if (!isEnough && enough.test(answers.given.values())) {
          isEnough = true;
          end = deadline.orIn(grace);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> void noteSilence(HeaderSource source, Answers<T> answers) {
    if (!answers.given.containsKey(source)) {
      answers.refused.computeIfAbsent(
          source, each -> new RegistryException.Unreachable("no answer yet", null));
    }
  }

  private static <T> Arrival<T> answer(
      HeaderSource source, Question<T> question, Duration patience) {
    try {
      return new Arrival<>(source, question.ask(source, patience), null);
    } catch (RegistryException e) {
      return new Arrival<>(source, null, e);
    } catch (RuntimeException e) {
      // a source of somebody else's: its fault is not to leave the others without an answer
      return new Arrival<>(source, null, new RegistryException("it failed: " + e, e));
    }
  }

  /** Waits for nobody: whoever still asks ends with its own patience. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}

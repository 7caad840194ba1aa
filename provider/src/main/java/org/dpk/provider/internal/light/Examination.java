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

/**
 * One node under examination. {@link #run} on one thread; {@link #report} by any, at any time, says
 * what is known by then.
 *
 * @param <R> what is found out
 */
interface Examination<R> extends Runnable, AutoCloseable {

  R report();

  @Override
  void close();

  /** In one line: a node may put into its error what it wants. */
  static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * Runs all of them at once, and returns when the last one is done or the time is over: what was
   * found out until then is reported. Closes them.
   *
   * @return one for each, in the same order
   */
  static <R> List<R> all(List<? extends Examination<R>> examinations, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    ExecutorService threads = Executors.newCachedThreadPool(Examination::thread);
    List<Future<?>> runs = new ArrayList<>();
    try {
      examinations.forEach(each -> runs.add(threads.submit(each)));
      runs.forEach(run -> await(run, end));
      return examinations.stream().<R>map(Examination::report).toList();
    } finally {
      examinations.forEach(Examination::close);
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

package org.dpk.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How much CPU the operations of an iteration took their thread, set-up not included. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** In all, in nanoseconds. Of one iteration: the harness begins at 0. */
  public long cpuNanos;

  /** What that was for. */
  public long operations;

  /** This thread's CPU time so far, in nanoseconds. */
  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  void countSince(long from) {
    countSince(from, 1);
  }

  /**
   * @param count how many operations: many, where one takes less than to read the clock
   */
  void countSince(long from, int count) {
    cpuNanos += now() - from;
    operations += count;
  }
}

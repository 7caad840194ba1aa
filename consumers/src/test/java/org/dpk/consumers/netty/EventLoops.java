package org.dpk.consumers.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Event loops, and threads beside them for what may wait. In the words that Netty 4.1 and 4.2 have
 * in common.
 */
public final class EventLoops implements AutoCloseable {

  private static final int PATIENCE = 20;

  private final EventLoopGroup loops;
  private final ExecutorService tasks = Executors.newCachedThreadPool();

  public EventLoops(int threads) {
    loops = new NioEventLoopGroup(threads);
  }

  public EventLoopGroup loops() {
    return loops;
  }

  /** Where an engine's tasks are to run. */
  public Executor tasks() {
    return tasks;
  }

  /** Waits until each thread has ended. */
  @Override
  public void close() throws InterruptedException {
    loops.shutdownGracefully(0, PATIENCE, TimeUnit.SECONDS);
    assertTrue(loops.awaitTermination(PATIENCE, TimeUnit.SECONDS), "an event loop goes on");
    tasks.shutdownNow();
    assertTrue(tasks.awaitTermination(PATIENCE, TimeUnit.SECONDS), "a task goes on");
  }
}

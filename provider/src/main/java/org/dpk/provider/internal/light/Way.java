package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.dpk.provider.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * One of several nodes that can be asked the same, connected to when it is first needed. Safe for
 * use by several threads.
 *
 * @param <N> a connection to a node
 */
final class Way<N> {

  /**
   * Connects to a node.
   *
   * @param <N> the connection
   */
  interface Opener<N> {
    N open() throws RegistryException;
  }

  /**
   * Something to ask a node; asked of several at once, and again.
   *
   * @param <N> the connection
   * @param <T> the answer
   */
  interface Ask<N, T> {
    T of(N node) throws RegistryException;
  }

  /**
   * An answer or a failure.
   *
   * @param took the time of the question alone, without that of the connection
   */
  record Outcome<T>(@Nullable T answer, @Nullable RegistryException failure, Duration took) {}

  private final String name;
  private final Opener<N> opener;
  private final Closing<N> closing;
  private final Standing standing;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable N node;
  private volatile boolean closed;

  /**
   * Ends a connection.
   *
   * @param <N> the connection
   */
  interface Closing<N> {
    void close(N node);
  }

  Way(String name, Opener<N> opener, Closing<N> closing, Standing standing) {
    this.name = name;
    this.opener = opener;
    this.closing = closing;
    this.standing = standing;
  }

  /** For messages, without secrets. */
  String name() {
    return name;
  }

  Standing standing() {
    return standing;
  }

  /** Asks and waits, without a deadline but the connection's own. Leaves the standing as it is. */
  <T> Outcome<T> ask(Ask<N, T> question) {
    long start = System.nanoTime();
    try {
      N connected = connected();
      start = System.nanoTime();
      return new Outcome<>(question.of(connected), null, since(start));
    } catch (RegistryException e) {
      return new Outcome<>(null, e, since(start));
    } catch (
        RuntimeException e) { // of a decoder, say: what a node says must not end more than that
      RegistryException failure = new RegistryException("its answer can't be used: " + e, e);
      return new Outcome<>(null, failure, since(start));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private N connected() throws RegistryException {
    N known = node;
    if (known != null && !closed) {
      return known;
    }
    try {
      connecting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException.Unreachable("interrupted before it was connected to", e);
    }
    try {
      return connect();
    } finally {
      connecting.unlock();
    }
  }

  private N connect() throws RegistryException {
    N known = node;
    N opened = known == null && !closed ? opener.open() : known;
    node = opened;
    if (closed || opened == null) {
      close();
      throw new RegistryException.Unreachable("the connection was closed", null);
    }
    return opened;
  }

  /** Does not wait for a connection that is being made: whoever makes it closes it. */
  void close() {
    closed = true;
    N known = node;
    if (known != null) {
      closing.close(known);
    }
  }
}

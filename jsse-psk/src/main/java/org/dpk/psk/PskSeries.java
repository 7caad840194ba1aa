package org.dpk.psk;

import org.jspecify.annotations.Nullable;

/**
 * The keys that one agreement yields, one after the other: both ends derive the same keys in the
 * same order, and what derived a key is erased when the series moves on.
 *
 * <p>Safe for use by several threads; no key is handed out twice.
 */
public interface PskSeries extends AutoCloseable {

  /**
   * The next key, which is spent from now on whatever happens to it. The caller destroys it.
   *
   * @return null when the agreed number of uses is reached or the series is closed
   */
  @Nullable Psk next();

  /**
   * The next key, for another program, which may use it for as many connections as it likes until
   * the agreed lifetime is over. Spent as with {@link #next()}, of which it is independent: nobody
   * who has the one can compute the other.
   *
   * @return null as {@link #next()}
   * @throws UnsupportedOperationException if this agreement hands out no such keys
   */
  default @Nullable ExportedPsk export() {
    throw new UnsupportedOperationException("this agreement makes no keys for other programs");
  }

  /** Erases what further keys would be derived from. Keys that were handed out stay good. */
  @Override
  void close();
}

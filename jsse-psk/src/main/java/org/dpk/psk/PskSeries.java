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

  /** Erases what further keys would be derived from. Keys that were handed out stay good. */
  @Override
  void close();
}

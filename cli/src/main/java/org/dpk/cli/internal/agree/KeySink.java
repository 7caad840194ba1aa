package org.dpk.cli.internal.agree;

import java.io.IOException;
import org.dpk.cli.internal.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Where keys go. Safe for use by several threads. */
public interface KeySink {

  /**
   * Finds out before a key is agreed on whether it could be kept.
   *
   * @throws Failure if not
   */
  void check() throws IOException;

  /** Keeps a key. */
  void keep(ProgramKey key) throws IOException;

  /** Removes keys that have ended; whether there were any. */
  boolean removeEnded() throws IOException;

  /**
   * Removes the keys of a peer; whether there were any.
   *
   * @param peer null for everybody
   */
  boolean remove(@Nullable String peer) throws IOException;
}

package org.dpk.psk.internal.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the next record of application data goes, past the output queue of bctls. */
final class DirectOutput {

  private @Nullable ByteBuffer to;

  /**
   * @param room for one whole record
   */
  void set(ByteBuffer room) {
    to = room;
  }

  /** For one record; null where it goes the ordinary way. */
  @Nullable ByteBuffer take() {
    ByteBuffer taken = to;
    clear();
    return taken;
  }

  void clear() {
    to = null;
  }
}

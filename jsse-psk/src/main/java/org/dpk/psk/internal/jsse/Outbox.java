package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Unprotected records that wait to be sent. Not safe for use by several threads. */
final class Outbox {

  private static final int LENGTH_OFFSET = 3;
  private static final int HEADER_LENGTH = 5;

  private final Deque<ByteBuffer> flights = new ArrayDeque<>();
  private int pending;

  /**
   * @param records whole ones, one after the other; not to be changed any more
   */
  void add(byte[] records) {
    flights.add(ByteBuffer.wrap(records));
    pending += records.length;
  }

  /** In bytes. */
  int pending() {
    return pending;
  }

  /**
   * Moves whole records to a buffer, as many as fit.
   *
   * @return the number of bytes; 0 if the first record does not fit
   */
  int drain(ByteBuffer to) {
    int moved = 0;
    for (ByteBuffer next = next(); next != null; next = next()) {
      int record = HEADER_LENGTH + (next.getShort(next.position() + LENGTH_OFFSET) & 0xFFFF);
      if (record > to.remaining()) {
        break;
      }
      to.put(next.slice(next.position(), record));
      next.position(next.position() + record);
      moved += record;
    }
    pending -= moved;
    return moved;
  }

  private @Nullable ByteBuffer next() {
    while (!flights.isEmpty() && !flights.element().hasRemaining()) {
      flights.remove();
    }
    return flights.peek();
  }
}

package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import org.dpk.psk.internal.preface.Records;
import org.jspecify.annotations.Nullable;

/** Several buffers as one. */
final class Buffers {

  /** Enough for a handshake and for an idle connection, in bytes. */
  private static final int SMALL = 1024;

  private final ByteBuffer[] buffers;
  private final int from;
  private final int to;

  private Buffers(ByteBuffer[] buffers, int offset, int length) {
    this.buffers = buffers;
    this.from = offset;
    this.to = offset + length;
  }

  /**
   * Buffers of an application.
   *
   * @throws IllegalArgumentException if there is a null, as the JDK says it
   */
  static Buffers of(ByteBuffer @Nullable [] given, int offset, int length) {
    if (given == null) {
      throw new IllegalArgumentException("the array of buffers is null");
    }
    Objects.checkFromIndexSize(offset, length, given.length);
    for (int i = offset; i < offset + length; i++) {
      of(given[i]);
    }
    return new Buffers(given, offset, length);
  }

  /** One buffer of an application; {@link IllegalArgumentException} for null. */
  static Buffers of(@Nullable ByteBuffer given) {
    if (given == null) {
      throw new IllegalArgumentException("a buffer is null");
    }
    return new Buffers(new ByteBuffer[] {given}, 0, 1);
  }

  /** A buffer of at least this length; the given one where it is long enough. */
  static byte[] atLeast(byte[] given, int length) {
    if (given.length >= length) {
      return given;
    }
    return new byte[length > SMALL ? Records.MAX_RECORD : SMALL];
  }

  void requireWritable() {
    for (int i = from; i < to; i++) {
      if (Objects.requireNonNull(buffers[i]).isReadOnly()) {
        throw new ReadOnlyBufferException();
      }
    }
  }

  long remaining() {
    long remaining = 0;
    for (int i = from; i < to; i++) {
      remaining += buffers[i].remaining();
    }
    return remaining;
  }

  /**
   * Takes {@code length} bytes out without copying them.
   *
   * @return has them in its array; null where they do not stand in one array
   */
  @Nullable ByteBuffer takeArray(int length) {
    for (int i = from; i < to; i++) {
      ByteBuffer next = buffers[i];
      if (next.hasRemaining()) {
        if (!next.hasArray() || next.remaining() < length) {
          return null;
        }
        ByteBuffer taken = next.slice(next.position(), length);
        next.position(next.position() + length);
        return taken;
      }
    }
    return null;
  }

  /** Takes {@code length} bytes out. */
  void get(byte[] out, int length) {
    int at = 0;
    for (int i = from; at < length; i++) {
      int some = Math.min(length - at, buffers[i].remaining());
      buffers[i].get(out, at, some);
      at += some;
    }
  }

  /** Puts bytes in; there is room for them. */
  void put(byte[] in, int offset, int length) {
    int at = 0;
    for (int i = from; at < length; i++) {
      int some = Math.min(length - at, buffers[i].remaining());
      buffers[i].put(in, offset + at, some);
      at += some;
    }
  }
}

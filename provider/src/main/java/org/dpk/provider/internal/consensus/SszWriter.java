package org.dpk.provider.internal.consensus;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes what {@link Ssz} reads. */
final class SszWriter {

  private final ByteArrayOutputStream fixed = new ByteArrayOutputStream();
  private final List<Part> parts = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // of this class only
  private record Part(int at, byte[] bytes) {}

  void fixed(byte[] bytes) {
    fixed.writeBytes(bytes);
  }

  void root(Root root) {
    fixed(root.bytes());
  }

  void roots(List<Root> roots) {
    roots.forEach(this::root);
  }

  void uint64(long value) {
    fixed(number(Long.BYTES).putLong(value).array());
  }

  void uint256(BigInteger value) {
    fixed(Ssz.littleEndian(value, Root.LENGTH));
  }

  /** A variable part: its offset here, and itself behind the fixed part. */
  void part(byte[] bytes) {
    parts.add(new Part(fixed.size(), bytes));
    fixed(new byte[Integer.BYTES]);
  }

  byte[] bytes() {
    int length = fixed.size() + parts.stream().mapToInt(each -> each.bytes().length).sum();
    ByteBuffer all = number(length).put(fixed.toByteArray());
    for (Part part : parts) {
      all.putInt(part.at(), all.position());
      all.put(part.bytes());
    }
    return all.array();
  }

  private static ByteBuffer number(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}

package org.dpk.provider.internal.consensus;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;

/**
 * Reads one container (ssz/simple-serialize.md): its fixed part from left to right, then its
 * variable parts, which lie behind it without gaps. One value has one encoding.
 */
final class Ssz {

  private static final int OFFSET = 4;

  private final ByteBuffer bytes;
  private final List<Integer> offsets = new ArrayList<>();

  Ssz(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] fixed(int length) throws ConsensusException {
    require(length);
    byte[] fixed = new byte[length];
    bytes.get(fixed);
    return fixed;
  }

  Root root() throws ConsensusException {
    return Root.of(fixed(Root.LENGTH));
  }

  List<Root> roots(int count) throws ConsensusException {
    require(count * Root.LENGTH);
    List<Root> roots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      roots.add(root());
    }
    return roots;
  }

  /** All 64 bits. */
  long uint64() throws ConsensusException {
    require(Long.BYTES);
    return bytes.getLong();
  }

  /** A number of at most 63 bits. */
  long number() throws ConsensusException {
    long number = uint64();
    if (number < 0) {
      throw malformed("a number is too great");
    }
    return number;
  }

  long slot() throws ConsensusException {
    long slot = uint64();
    if (!BeaconHeader.isSlot(slot)) {
      throw malformed("there is no such slot");
    }
    return slot;
  }

  BigInteger uint256() throws ConsensusException {
    byte[] bigEndian = fixed(Root.LENGTH);
    reverse(bigEndian);
    return new BigInteger(1, bigEndian);
  }

  /** Stands for a variable part. */
  void offset() throws ConsensusException {
    require(OFFSET);
    offsets.add(bytes.getInt());
  }

  /** The variable parts, when the fixed one was read. */
  List<byte[]> parts() throws ConsensusException {
    int from = bytes.position();
    int all = bytes.limit();
    offsets.add(all);
    if (offsets.get(0) != from) {
      throw malformed("its first part is not where it has to be");
    }
    List<byte[]> parts = new ArrayList<>();
    for (int to : offsets.subList(1, offsets.size())) {
      if (to < from || to > all) {
        throw malformed("its parts are not in their order");
      }
      parts.add(Arrays.copyOfRange(bytes.array(), from, to));
      from = to;
    }
    return parts;
  }

  private void require(int length) throws ConsensusException {
    if (bytes.remaining() < length) {
      throw malformed("it ends too early");
    }
  }

  private static ConsensusException malformed(String what) {
    return new ConsensusException(Rule.MALFORMED, "a container of SSZ is not well-formed: " + what);
  }

  static byte[] littleEndian(BigInteger value, int length) {
    byte[] bigEndian = value.toByteArray();
    byte[] bytes = new byte[length];
    for (int i = 0; i < Math.min(length, bigEndian.length); i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }

  private static void reverse(byte[] bytes) {
    for (int i = 0; i < bytes.length / 2; i++) {
      byte swapped = bytes[i];
      bytes[i] = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = swapped;
    }
  }
}

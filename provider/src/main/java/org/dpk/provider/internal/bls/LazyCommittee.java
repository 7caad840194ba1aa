package org.dpk.provider.internal.bls;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Members are absent again and again, so that most of what is subtracted was decompressed before.
 *
 * @param <P> the library's point
 */
final class LazyCommittee<P> implements Committee {

  private final CheckedBls<P> bls;
  private final byte[] encodedAggregate;
  private final List<byte[]> encoded;

  /** The members' points, and after them the aggregate. */
  private final AtomicReferenceArray<@Nullable P> points;

  LazyCommittee(CheckedBls<P> bls, byte[] aggregate, List<byte[]> keys) {
    this.bls = bls;
    this.encodedAggregate = aggregate.clone();
    this.encoded = keys.stream().map(byte[]::clone).toList();
    this.points = new AtomicReferenceArray<>(keys.size() + 1);
  }

  @Override
  public int size() {
    return encoded.size();
  }

  @Override
  public boolean verify(BitSet participants, byte[] message, byte[] signature) {
    if (participants.length() > size()) {
      throw new IllegalArgumentException(
          "member " + (participants.length() - 1) + " signed, of a committee of " + size());
    }
    CheckedBls.checkSigned(message, signature);
    return !participants.isEmpty()
        && signersKey(participants)
            .filter(key -> bls.isSigned(key, message, signature))
            .isPresent();
  }

  private Optional<P> signersKey(BitSet participants) {
    return point(size()).flatMap(all -> absent(participants).map(some -> bls.without(all, some)));
  }

  private Optional<List<P>> absent(BitSet participants) {
    List<P> absent = new ArrayList<>();
    for (int i = participants.nextClearBit(0); i < size(); i = participants.nextClearBit(i + 1)) {
      Optional<P> point = point(i);
      if (point.isEmpty()) {
        return Optional.empty();
      }
      absent.add(point.get());
    }
    return Optional.of(absent);
  }

  private Optional<P> point(int index) {
    P known = points.get(index);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<P> point = bls.point(index < size() ? encoded.get(index) : encodedAggregate);
    point.ifPresent(found -> points.set(index, found));
    return point;
  }
}

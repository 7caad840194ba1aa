package org.dpk.provider.internal.bls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is accepted, whichever library computes. Lengths, flags and numbers are checked before a
 * library sees a byte.
 *
 * @param <P> the library's point
 */
final class CheckedBls<P> implements Bls {

  private static final int COMPRESSED = 0x80;
  private static final int INFINITY = 0x40;

  private final PointArithmetic<P> arithmetic;

  CheckedBls(PointArithmetic<P> arithmetic) {
    this.arithmetic = arithmetic;
  }

  @Override
  public String library() {
    return arithmetic.library();
  }

  @Override
  public boolean fastAggregateVerify(List<byte[]> publicKeys, byte[] message, byte[] signature) {
    checkKeys(publicKeys);
    checkSigned(message, signature);
    return !publicKeys.isEmpty()
        && validated(publicKeys)
            .filter(keys -> isSigned(arithmetic.sum(keys), message, signature))
            .isPresent();
  }

  @Override
  public boolean verifyByAbsentees(
      byte[] aggregatePublicKey, List<byte[]> absentees, byte[] message, byte[] signature) {
    checkKey(aggregatePublicKey);
    checkKeys(absentees);
    checkSigned(message, signature);
    return point(aggregatePublicKey)
        .flatMap(aggregate -> points(absentees).map(absent -> without(aggregate, absent)))
        .filter(key -> isSigned(key, message, signature))
        .isPresent();
  }

  @Override
  public Committee committee(byte[] aggregatePublicKey, List<byte[]> publicKeys) {
    checkKey(aggregatePublicKey);
    checkKeys(publicKeys);
    if (publicKeys.isEmpty()) {
      throw new IllegalArgumentException("a committee has at least one member");
    }
    return new LazyCommittee<>(this, aggregatePublicKey, publicKeys);
  }

  /** Empty for infinity and for what is no point of the curve; the subgroup is not checked. */
  Optional<P> point(byte[] key) {
    return isFinitePoint(key) ? arithmetic.decompress(key) : Optional.empty();
  }

  P without(P aggregate, List<P> absentees) {
    return absentees.isEmpty()
        ? aggregate
        : arithmetic.difference(aggregate, arithmetic.sum(absentees));
  }

  boolean isSigned(P key, byte[] message, byte[] signature) {
    return isFinitePoint(signature) && arithmetic.verify(key, message, signature);
  }

  private Optional<List<P>> points(List<byte[]> keys) {
    List<P> points = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      Optional<P> point = point(key);
      if (point.isEmpty()) {
        return Optional.empty();
      }
      points.add(point.get());
    }
    return Optional.of(points);
  }

  private Optional<List<P>> validated(List<byte[]> keys) {
    return points(keys).filter(points -> points.stream().allMatch(arithmetic::isPublicKey));
  }

  private static boolean isFinitePoint(byte[] encoded) {
    return (encoded[0] & (COMPRESSED | INFINITY)) == COMPRESSED;
  }

  static void checkSigned(byte[] message, byte[] signature) {
    checkLength("a message", message, MESSAGE_LENGTH);
    checkLength("a signature", signature, SIGNATURE_LENGTH);
  }

  private static void checkKeys(List<byte[]> keys) {
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          keys.size() + " public keys, where a committee has at most " + MAX_KEYS);
    }
    keys.forEach(CheckedBls::checkKey);
  }

  private static void checkKey(byte[] key) {
    checkLength("a public key", key, PUBLIC_KEY_LENGTH);
  }

  private static void checkLength(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + " has " + length + " bytes, this has " + bytes.length);
    }
  }
}

package org.dpk.provider.internal.bls;

import java.util.List;
import java.util.Optional;

/**
 * What a library has to do: points of G1, and one pairing check. It is never given an encoding of
 * the wrong length or form, nor of infinity; {@link CheckedBls} sees to that.
 *
 * <p>An implementation is thread-safe, and so are its points: nothing changes a point.
 *
 * @param <P> a point of the curve E(F_p), in the subgroup G1 or not
 */
interface PointArithmetic<P> {

  /** In words, for a log or a report. */
  String library();

  /**
   * The point that is encoded; its subgroup is not checked.
   *
   * @param compressed 48 bytes with the compression flag and without the infinity flag
   * @return empty if x is not below p, or no point of the curve has it
   */
  Optional<P> decompress(byte[] compressed);

  /**
   * {@code KeyValidate} (section 2.5) of a point of the curve: not infinity, in the subgroup.
   *
   * @param point on the curve, may be infinity
   */
  boolean isPublicKey(P point);

  /**
   * The sum; infinity is a possible one.
   *
   * @param points at least one
   */
  P sum(List<P> points);

  /** {@code point} without {@code other}; infinity is a possible difference. */
  P difference(P point, P other);

  /**
   * {@code CoreVerify} (section 2.7) under this ciphersuite: {@code KeyValidate} of the key, the
   * subgroup check of the signature, the pairings.
   *
   * @param key on the curve, may be infinity or outside the subgroup, which gives {@code false}
   * @param message 32 bytes
   * @param signature 96 bytes with the compression flag and without the infinity flag
   * @return {@code false} too if the signature is no point of the curve or not in the subgroup
   */
  boolean verify(P key, byte[] message, byte[] signature);
}

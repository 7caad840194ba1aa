package org.dpk.provider.internal.bls;

import java.util.List;
import java.util.Optional;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * The native blst through its own Java binding. What the binding hands on to native code is not
 * checked there: a null crashes the JVM, above all one for {@code aug}, so that the overload
 * without it is used. Encodings come here only with the right length and the flags of a finite,
 * compressed point.
 *
 * <p>Points are affine and never changed; {@link P1}, whose operations change it, stays inside a
 * method.
 */
final class JblstArithmetic implements PointArithmetic<P1_Affine> {

  private static final String CIPHERSUITE = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
  private static final boolean HASH_TO_CURVE = true;

  @Override
  public String library() {
    return "jblst";
  }

  // The binding throws a plain RuntimeException for what is no point.
  @Override
  public Optional<P1_Affine> decompress(byte[] compressed) {
    try {
      return Optional.of(new P1_Affine(compressed));
    } catch (RuntimeException notOnTheCurve) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isPublicKey(P1_Affine point) {
    return !point.is_inf() && point.in_group();
  }

  @Override
  public P1_Affine sum(List<P1_Affine> points) {
    P1 sum = points.get(0).to_jacobian();
    points.subList(1, points.size()).forEach(sum::add);
    return sum.to_affine();
  }

  @Override
  public P1_Affine difference(P1_Affine point, P1_Affine other) {
    return other.to_jacobian().neg().add(point).to_affine();
  }

  @Override
  public boolean verify(P1_Affine key, byte[] message, byte[] signature) {
    return isPublicKey(key)
        && signaturePoint(signature).filter(point -> isSigned(key, message, point)).isPresent();
  }

  private static boolean isSigned(P1_Affine key, byte[] message, P2_Affine signature) {
    return signature.core_verify(key, HASH_TO_CURVE, message, CIPHERSUITE)
        == BLST_ERROR.BLST_SUCCESS;
  }

  private static Optional<P2_Affine> signaturePoint(byte[] signature) {
    try {
      return Optional.of(new P2_Affine(signature)).filter(P2_Affine::in_group);
    } catch (RuntimeException notOnTheCurve) {
      return Optional.empty();
    }
  }
}

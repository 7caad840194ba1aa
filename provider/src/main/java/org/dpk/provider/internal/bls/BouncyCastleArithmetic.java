package org.dpk.provider.internal.bls;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.bls.BLS12_381BasicScheme;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381G2Point;
import org.bouncycastle.crypto.bls.BLS12_381ProofOfPossession;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** Bouncy Castle's pure Java. Points are normalized, so that no thread has to compute their z. */
final class BouncyCastleArithmetic implements PointArithmetic<ECPoint> {

  private static final ECCurve CURVE = BLS12_381G1.createCurve();

  @Override
  public String library() {
    return "Bouncy Castle";
  }

  @Override
  public Optional<ECPoint> decompress(byte[] compressed) {
    try {
      return Optional.of(BLS12_381Serialization.decompressG1(compressed, CURVE));
    } catch (IllegalArgumentException notOnTheCurve) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isPublicKey(ECPoint point) {
    return BLS12_381BasicScheme.keyValidate(point);
  }

  @Override
  public ECPoint sum(List<ECPoint> points) {
    return points.stream().reduce(CURVE.getInfinity(), ECPoint::add).normalize();
  }

  @Override
  public ECPoint difference(ECPoint point, ECPoint other) {
    return point.subtract(other).normalize();
  }

  @Override
  public boolean verify(ECPoint key, byte[] message, byte[] signature) {
    return signaturePoint(signature)
        .filter(point -> BLS12_381ProofOfPossession.verify(key, message, point))
        .isPresent();
  }

  private static Optional<BLS12_381G2Point> signaturePoint(byte[] signature) {
    try {
      return Optional.of(BLS12_381Serialization.decompressG2(signature));
    } catch (IllegalArgumentException notOnTheCurve) {
      return Optional.empty();
    }
  }
}

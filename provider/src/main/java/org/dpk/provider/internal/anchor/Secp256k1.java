package org.dpk.provider.internal.anchor;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Who signed a hash (Yellow Paper, appendix F). A signature and its mirror image (EIP-2) name the
 * same signer: signers are counted, and signatures never.
 */
final class Secp256k1 {

  /** Length of a signature in bytes: r, s, and which of two points r stands for, 0 or 1. */
  static final int LENGTH = 65;

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger N = CURVE.getN();

  private Secp256k1() {}

  /**
   * The signer's address; empty if no key makes this signature.
   *
   * @param hash 32 bytes
   * @param signature as {@link #LENGTH} says; what has another length is no signature
   */
  static Optional<EthereumAddress> signer(byte[] hash, byte[] signature) {
    if (signature.length != LENGTH || (signature[64] & 0xFE) != 0) {
      return Optional.empty();
    }
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    if (!isScalar(r) || !isScalar(s)) {
      return Optional.empty();
    }
    return point(r, signature[64]).map(point -> key(hash, r, s, point)).flatMap(Secp256k1::address);
  }

  private static boolean isScalar(BigInteger number) {
    return number.signum() > 0 && number.compareTo(N) < 0;
  }

  /** The point with this x; none for one in two numbers. */
  private static Optional<ECPoint> point(BigInteger x, byte odd) {
    byte[] encoded = new byte[33];
    encoded[0] = (byte) (2 + odd);
    byte[] bytes = x.toByteArray();
    int length = Math.min(32, bytes.length); // a leading zero byte is only a sign
    System.arraycopy(bytes, bytes.length - length, encoded, 33 - length, length);
    try {
      return Optional.of(CURVE.getCurve().decodePoint(encoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** SEC 1 §4.1.6: Q = r⁻¹ (s R − e G). */
  private static ECPoint key(byte[] hash, BigInteger r, BigInteger s, ECPoint point) {
    BigInteger inverse = r.modInverse(N);
    BigInteger e = new BigInteger(1, hash);
    BigInteger u1 = e.negate().multiply(inverse).mod(N);
    BigInteger u2 = s.multiply(inverse).mod(N);
    return ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point, u2).normalize();
  }

  private static Optional<EthereumAddress> address(ECPoint key) {
    if (key.isInfinity()) {
      return Optional.empty();
    }
    byte[] encoded = key.getEncoded(false);
    byte[] hash = Keccak256.hash(Arrays.copyOfRange(encoded, 1, encoded.length));
    return Optional.of(EthereumAddress.of(Arrays.copyOfRange(hash, 12, 32)));
  }
}

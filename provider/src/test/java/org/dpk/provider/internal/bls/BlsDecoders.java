package org.dpk.provider.internal.bls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import supranational.blst.P1_Affine;

/** Keys and signatures as a stranger may send them, above all to native code. */
public final class BlsDecoders {

  private static final JblstArithmetic BLST = new JblstArithmetic();
  private static final BouncyCastleArithmetic JAVA = new BouncyCastleArithmetic();
  private static final CheckedBls<P1_Affine> BLS = new CheckedBls<>(BLST);

  private static final SigningKeys SIGNER = SigningKeys.of(9, 1);
  private static final byte[] MESSAGE = new byte[Bls.MESSAGE_LENGTH];
  private static final byte[] SIGNATURE = SIGNER.sign(MESSAGE, 0);

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
              "BLS public key",
              IllegalArgumentException.class,
              BlsDecoders::key,
              P1_Affine::compress,
              random -> SigningKeys.of(random.nextLong(), 1).all().get(0)),
          // a key has one signature for a message: whatever verifies, is this one
          Decoder.canonical(
              "BLS signature",
              IllegalArgumentException.class,
              BlsDecoders::verified,
              signature -> SIGNATURE,
              random -> SIGNATURE.clone()));

  private BlsDecoders() {}

  private static P1_Affine key(byte[] encoded) {
    BLS.committee(encoded, List.of(encoded));
    Optional<P1_Affine> point = BLS.point(encoded);
    if (point.isPresent() != new CheckedBls<>(JAVA).point(encoded).isPresent()) {
      throw new AssertionError("only one library reads this: " + Arrays.toString(encoded));
    }
    return point.orElseThrow(() -> new IllegalArgumentException("no point"));
  }

  private static byte[] verified(byte[] signature) {
    if (!BLS.fastAggregateVerify(SIGNER.all(), MESSAGE, signature)) {
      throw new IllegalArgumentException("not signed");
    }
    return signature;
  }
}

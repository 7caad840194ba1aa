package org.dpk.provider.internal.bls;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.bls.BLS12_381BasicScheme;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381ProofOfPossession;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.util.BigIntegers;

/** The private keys of a committee, from a seed: each run signs the same. */
public final class SigningKeys {

  private final List<BigInteger> secrets;
  private final List<byte[]> publicKeys;

  private SigningKeys(List<BigInteger> secrets) {
    this.secrets = secrets;
    this.publicKeys = secrets.stream().map(SigningKeys::publicKey).toList();
  }

  public static SigningKeys of(long seed, int count) {
    Random random = new Random(seed);
    return new SigningKeys(
        IntStream.range(0, count).mapToObj(i -> new BigInteger(250, random).setBit(1)).toList());
  }

  static byte[] publicKey(BigInteger secret) {
    return BLS12_381Serialization.compressG1(BLS12_381BasicScheme.skToPk(secret));
  }

  static byte[] sign(BigInteger secret, byte[] message) {
    return BLS12_381Serialization.compressG2(BLS12_381ProofOfPossession.sign(secret, message));
  }

  /** 32 bytes, big-endian. */
  byte[] secret(int member) {
    return BigIntegers.asUnsignedByteArray(32, secrets.get(member));
  }

  public List<byte[]> all() {
    return publicKeys;
  }

  List<byte[]> publicKeys(int... members) {
    return Arrays.stream(members).mapToObj(publicKeys::get).toList();
  }

  public byte[] aggregate() {
    return publicKey(sum(IntStream.range(0, secrets.size()).toArray()));
  }

  /** One signature of them all is that of the sum of their secrets. */
  public byte[] sign(byte[] message, int... members) {
    return sign(sum(members), message);
  }

  private BigInteger sum(int... members) {
    return Arrays.stream(members)
        .mapToObj(secrets::get)
        .reduce(BigInteger.ZERO, BigInteger::add)
        .mod(BLS12_381G1.ORDER);
  }
}

package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem-10): ML-KEM-768 (FIPS 203) and X25519, both of which would
 * have to be broken. Put together here of Bouncy Castle's parts, since its X-Wing draws its own
 * randomness; the result is the same.
 */
final class XWingKem implements Kem {

  static final int PRIVATE_KEY_LENGTH = 32;
  static final int PUBLIC_KEY_LENGTH = 1216;

  private static final MLKEMParameters ML_KEM = MLKEMParameters.ml_kem_768;
  private static final int ML_KEM_PUBLIC_KEY_LENGTH = 1184;
  private static final int ML_KEM_CIPHERTEXT_LENGTH = 1088;
  private static final int ML_KEM_SEED_LENGTH = 64;
  private static final int ML_KEM_RANDOM_LENGTH = 32;
  private static final int X25519_LENGTH = X25519.POINT_SIZE;
  private static final int SHARED_SECRET_LENGTH = 32;

  // \.//^\
  private static final byte[] LABEL = {0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c};

  @Override
  public int publicKeyLength() {
    return PUBLIC_KEY_LENGTH;
  }

  @Override
  public int ciphertextLength() {
    return ML_KEM_CIPHERTEXT_LENGTH + X25519_LENGTH;
  }

  @Override
  public KeyPair generate(Randomness random) {
    byte[] seed = random.next(PRIVATE_KEY_LENGTH);
    return new KeyPair(seed, publicKey(seed));
  }

  /** The public key of a seed. */
  static byte[] publicKey(byte[] seed) {
    try (Expanded key = new Expanded(seed)) {
      return key.publicKey();
    }
  }

  @Override
  public Encapsulation encapsulate(byte[] publicKey, Randomness random) throws CryptoFailure {
    MLKEMPublicKeyParameters pkM = mlKemKey(publicKey);
    byte[] pkX = Arrays.copyOfRange(publicKey, ML_KEM_PUBLIC_KEY_LENGTH, PUBLIC_KEY_LENGTH);
    byte[] eseed = random.next(ML_KEM_RANDOM_LENGTH + X25519_LENGTH);
    byte[] forMlKem = Arrays.copyOf(eseed, ML_KEM_RANDOM_LENGTH);
    byte[] ekX = Arrays.copyOfRange(eseed, ML_KEM_RANDOM_LENGTH, eseed.length);
    byte[] ssX = new byte[X25519_LENGTH];
    try {
      SecretWithEncapsulation mlKem = MLKEMGenerator.internalGenerateEncapsulated(pkM, forMlKem);
      byte[] ctX = new byte[X25519_LENGTH];
      X25519.scalarMultBase(ekX, 0, ctX, 0);
      X25519.scalarMult(ekX, 0, pkX, 0, ssX, 0);
      byte[] ct = Bytes.concat(mlKem.getEncapsulation(), ctX);
      return new Encapsulation(ct, combine(secretOf(mlKem), ssX, ctX, pkX));
    } finally {
      Bytes.erase(eseed);
      Bytes.erase(forMlKem);
      Bytes.erase(ekX);
      Bytes.erase(ssX);
    }
  }

  private static byte[] secretOf(SecretWithEncapsulation made) {
    byte[] secret = made.getSecret();
    try {
      made.destroy();
    } catch (DestroyFailedException e) {
      throw new IllegalStateException("Bouncy Castle erases its secrets", e);
    }
    return secret;
  }

  // FIPS 203 §7.2: the type check and the modulus check
  private static MLKEMPublicKeyParameters mlKemKey(byte[] publicKey) throws CryptoFailure {
    if (publicKey.length != PUBLIC_KEY_LENGTH) {
      throw new CryptoFailure();
    }
    try {
      byte[] pkM = Arrays.copyOf(publicKey, ML_KEM_PUBLIC_KEY_LENGTH);
      return new MLKEMPublicKeyParameters(ML_KEM, pkM);
    } catch (IllegalArgumentException e) {
      throw new CryptoFailure();
    }
  }

  // a ciphertext that nobody made yields a secret that nobody has: ML-KEM rejects implicitly
  @Override
  public byte[] decapsulate(Kem.KeyPair own, byte[] ciphertext) throws CryptoFailure {
    if (ciphertext.length != ciphertextLength()) {
      throw new CryptoFailure();
    }
    byte[] ctM = Arrays.copyOf(ciphertext, ML_KEM_CIPHERTEXT_LENGTH);
    byte[] ctX = Arrays.copyOfRange(ciphertext, ML_KEM_CIPHERTEXT_LENGTH, ciphertext.length);
    byte[] ssX = new byte[X25519_LENGTH];
    try (Expanded key = new Expanded(own.privateKey())) {
      byte[] ssM = new MLKEMExtractor(key.skM).extractSecret(ctM);
      X25519.scalarMult(key.skX, 0, ctX, 0, ssX, 0);
      byte[] pkX = Arrays.copyOfRange(own.publicKey(), ML_KEM_PUBLIC_KEY_LENGTH, PUBLIC_KEY_LENGTH);
      return combine(ssM, ssX, ctX, pkX);
    } finally {
      Bytes.erase(ssX);
    }
  }

  // SHA3-256(ss_M ‖ ss_X ‖ ct_X ‖ pk_X ‖ label)
  private static byte[] combine(byte[] ssM, byte[] ssX, byte[] ctX, byte[] pkX) {
    SHA3Digest sha3 = new SHA3Digest(8 * SHARED_SECRET_LENGTH);
    for (byte[] part : new byte[][] {ssM, ssX, ctX, pkX, LABEL}) {
      sha3.update(part, 0, part.length);
    }
    byte[] ss = new byte[SHARED_SECRET_LENGTH];
    sha3.doFinal(ss, 0);
    Bytes.erase(ssM);
    return ss;
  }

  /** expandDecapsulationKey: SHAKE256(seed) gives the keys of both parts. */
  private static final class Expanded implements AutoCloseable {

    private final MLKEMPrivateKeyParameters skM;
    private final byte[] skX;

    Expanded(byte[] seed) {
      SHAKEDigest shake = new SHAKEDigest(256);
      shake.update(seed, 0, seed.length);
      byte[] expanded = new byte[ML_KEM_SEED_LENGTH + X25519_LENGTH];
      shake.doFinal(expanded, 0, expanded.length);
      byte[] dz = Arrays.copyOf(expanded, ML_KEM_SEED_LENGTH);
      this.skM = new MLKEMPrivateKeyParameters(ML_KEM, dz);
      this.skX = Arrays.copyOfRange(expanded, ML_KEM_SEED_LENGTH, expanded.length);
      Bytes.erase(dz);
      Bytes.erase(expanded);
    }

    byte[] publicKey() {
      byte[] pkX = new byte[X25519_LENGTH];
      X25519.scalarMultBase(skX, 0, pkX, 0);
      return Bytes.concat(skM.getPublicKey(), pkX);
    }

    @Override
    public void close() {
      skM.destroy();
      Bytes.erase(skX);
    }
  }
}

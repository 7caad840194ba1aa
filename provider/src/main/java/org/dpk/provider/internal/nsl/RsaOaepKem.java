package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.dpk.provider.internal.record.Sha256;

/**
 * The static KEM of {@link Suite#NSL_RSA2048} (protocol.md "Suites"): a seed of 32 bytes under
 * RSAES-OAEP with SHA-256 (RFC 8017 §7.1), and {@code ss = Expand(Extract("", seed), label ‖
 * SHA256(ct) ‖ SHA256(kem), 32)}.
 *
 * <p>The Java platform reports a wrong padding by an exception, which takes its time. Here the
 * padding is taken off without a branch, and what has a wrong one yields a seed that depends on the
 * private key and the ciphertext alone (implicit rejection): every failure takes one path.
 */
final class RsaOaepKem implements Kem {

  private static final int SEED_LENGTH = 32;
  private static final byte[] LABEL = "DPK-NSL/1 kem".getBytes(US_ASCII);
  private static final byte[] REJECTION = "DPK-NSL/1 kem rejection".getBytes(US_ASCII);
  private static final AlgorithmParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(LABEL));

  private final Hkdf hkdf;
  private final OaepPadding padding = new OaepPadding(LABEL, SEED_LENGTH);

  RsaOaepKem(Hkdf hkdf) {
    this.hkdf = hkdf;
  }

  @Override
  public int publicKeyLength() {
    return Rsa2048Keys.PUBLIC_KEY_LENGTH;
  }

  @Override
  public int ciphertextLength() {
    return Rsa2048Keys.MODULUS_LENGTH;
  }

  /** Never: an RSA key is too dear for one run. */
  @Override
  public KeyPair generate(Randomness random) {
    throw new UnsupportedOperationException("the ephemeral key of this suite is an X25519 key");
  }

  @Override
  public Encapsulation encapsulate(byte[] publicKey, Randomness random) throws CryptoFailure {
    byte[] seed = random.next(SEED_LENGTH);
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
      rsa.init(
          Cipher.ENCRYPT_MODE, Rsa2048Keys.publicKey(publicKey), OAEP, new SecureRandomOf(random));
      byte[] ct = rsa.doFinal(seed);
      return new Encapsulation(ct, sharedSecret(seed, ct, publicKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA-OAEP encrypts every seed", e);
    } finally {
      Bytes.erase(seed);
    }
  }

  @Override
  public byte[] decapsulate(KeyPair own, byte[] ciphertext) throws CryptoFailure {
    byte[] encoded = decrypt(own.privateKey(), ciphertext);
    byte[] seed = rejectionSeed(own.privateKey(), ciphertext);
    try {
      padding.takeOff(encoded, seed);
      return sharedSecret(seed, ciphertext, own.publicKey());
    } finally {
      Bytes.erase(encoded);
      Bytes.erase(seed);
    }
  }

  // RFC 8017 §5.1.2, with the platform's blinding
  private static byte[] decrypt(byte[] privateKey, byte[] ciphertext) throws CryptoFailure {
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
      rsa.init(Cipher.DECRYPT_MODE, Rsa2048Keys.privateKey(privateKey));
      return rsa.doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      // no number below the modulus: everybody can see that
      throw new CryptoFailure();
    }
  }

  private byte[] rejectionSeed(byte[] privateKey, byte[] ciphertext) {
    byte[] prk = hkdf.extract(REJECTION, privateKey);
    try {
      return hkdf.expand(prk, ciphertext, SEED_LENGTH);
    } finally {
      Bytes.erase(prk);
    }
  }

  private byte[] sharedSecret(byte[] seed, byte[] ciphertext, byte[] publicKey) {
    byte[] prk = hkdf.extract(new byte[0], seed);
    try {
      byte[] context = Bytes.concat(Sha256.hash(ciphertext), Sha256.hash(publicKey));
      return hkdf.expand(prk, Bytes.concat(LABEL, context), SEED_LENGTH);
    } finally {
      Bytes.erase(prk);
    }
  }
}

package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.dpk.psk.internal.tls.SunJceAead.Algorithm;

/**
 * BouncyCastle for key exchange, where it is the faster one, and the JDK for the AEADs and the
 * hash, where BouncyCastle is many times slower.
 */
final class HybridTlsCrypto extends BcTlsCrypto {

  private final DirectOutput directOutput = new DirectOutput();

  HybridTlsCrypto(SecureRandom random) {
    super(random);
  }

  /** Of the one connection that this is for. */
  DirectOutput directOutput() {
    return directOutput;
  }

  /** Nonces are public: they need no generator of their own. */
  @Override
  public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
    return size -> {
      byte[] nonce = new byte[size];
      getSecureRandom().nextBytes(nonce);
      return nonce;
    };
  }

  @Override
  public Digest createDigest(int cryptoHashAlgorithm) {
    return cryptoHashAlgorithm == CryptoHashAlgorithm.sha256
        ? new SunSha256()
        : super.createDigest(cryptoHashAlgorithm);
  }

  @Override
  public Digest cloneDigest(int cryptoHashAlgorithm, Digest digest) {
    return digest instanceof SunSha256 sha256
        ? (Digest) sha256.copy()
        : super.cloneDigest(cryptoHashAlgorithm, digest);
  }

  /** The protection of records; bctls has its own for TLS 1.2. */
  @Override
  public TlsCipher createCipher(
      TlsCryptoParameters parameters, int encryptionAlgorithm, int macAlgorithm)
      throws IOException {
    if (!TlsUtils.isTLSv13(parameters.getSecurityParametersHandshake().getNegotiatedVersion())) {
      return super.createCipher(parameters, encryptionAlgorithm, macAlgorithm);
    }
    return switch (encryptionAlgorithm) {
      case EncryptionAlgorithm.AES_128_GCM -> cipher13(parameters, Algorithm.AES_GCM, 16);
      case EncryptionAlgorithm.CHACHA20_POLY1305 ->
          cipher13(parameters, Algorithm.CHACHA20_POLY1305, 32);
      default -> throw new TlsFatalAlert(AlertDescription.internal_error);
    };
  }

  private Tls13RecordCipher cipher13(
      TlsCryptoParameters parameters, Algorithm algorithm, int keyLength) throws IOException {
    return new Tls13RecordCipher(parameters, algorithm, keyLength, directOutput);
  }

  @Override
  protected TlsAEADCipher createCipher_AES_GCM(
      TlsCryptoParameters parameters, int cipherKeySize, int macSize) throws IOException {
    return cipher(parameters, Algorithm.AES_GCM, cipherKeySize, TlsAEADCipher.AEAD_GCM);
  }

  @Override
  protected TlsCipher createChaCha20Poly1305(TlsCryptoParameters parameters) throws IOException {
    return cipher(
        parameters, Algorithm.CHACHA20_POLY1305, 32, TlsAEADCipher.AEAD_CHACHA20_POLY1305);
  }

  private static TlsAEADCipher cipher(
      TlsCryptoParameters parameters, Algorithm algorithm, int keySize, int aeadType)
      throws IOException {
    return new TlsAEADCipher(
        parameters,
        new SunJceAead(algorithm, true),
        new SunJceAead(algorithm, false),
        keySize,
        SunJceAead.TAG_LENGTH,
        aeadType,
        null);
  }
}

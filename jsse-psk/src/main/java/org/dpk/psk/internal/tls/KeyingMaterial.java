package org.dpk.psk.internal.tls;

import java.io.IOException;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exports keying material of a connection (RFC 8446 §7.5, RFC 5705).
 *
 * <p>bctls exports only while it reports the end of the handshake: this keeps the exporter's secret
 * until it is closed. Safe for use by several threads.
 */
public final class KeyingMaterial implements AutoCloseable {

  private static final int HASH = CryptoHashAlgorithm.sha256;
  private static final int HASH_LENGTH = 32;

  private final TlsCrypto crypto;
  private final TlsSecret secret;
  private final boolean tls13;
  private final byte[] randoms;

  private KeyingMaterial(TlsCrypto crypto, TlsSecret secret, boolean tls13, byte[] randoms) {
    this.crypto = crypto;
    this.secret = secret;
    this.tls13 = tls13;
    this.randoms = randoms;
  }

  /** To be called within notifyHandshakeComplete. */
  static KeyingMaterial of(TlsContext context) {
    SecurityParameters parameters = context.getSecurityParametersConnection();
    boolean tls13 = TlsUtils.isTLSv13(parameters.getNegotiatedVersion());
    TlsSecret secret = tls13 ? parameters.getExporterMasterSecret() : parameters.getMasterSecret();
    byte[] randoms =
        tls13
            ? new byte[0]
            : Arrays.concatenate(parameters.getClientRandom(), parameters.getServerRandom());
    TlsCrypto crypto = context.getCrypto();
    return new KeyingMaterial(crypto, crypto.adoptSecret(secret), tls13, randoms);
  }

  /**
   * Keying material.
   *
   * @param label ASCII, as registered with IANA or private
   * @param context null for none, which in TLS 1.3 is the same as an empty one
   * @param length in bytes
   * @throws IllegalStateException after {@link #close()}
   */
  public byte[] export(String label, byte @Nullable [] context, int length) {
    try {
      return tls13 ? export13(label, context, length) : export12(label, context, length);
    } catch (IOException e) {
      throw new IllegalArgumentException("label, context or length are out of bounds", e);
    }
  }

  /** RFC 8446 §7.5. */
  private byte[] export13(String label, byte @Nullable [] context, int length) throws IOException {
    byte[] nothing = crypto.createHash(HASH).calculateHash();
    TlsSecret derived = TlsCryptoUtils.hkdfExpandLabel(secret, HASH, label, nothing, HASH_LENGTH);
    byte[] hashed = context == null || context.length == 0 ? nothing : hash(context);
    return TlsCryptoUtils.hkdfExpandLabel(derived, HASH, "exporter", hashed, length).extract();
  }

  private byte[] hash(byte[] context) {
    TlsHash hash = crypto.createHash(HASH);
    hash.update(context, 0, context.length);
    return hash.calculateHash();
  }

  /** RFC 5705 §4. */
  private byte[] export12(String label, byte @Nullable [] context, int length) throws IOException {
    byte[] seed =
        context == null ? randoms : Arrays.concatenate(randoms, TlsUtils.encodeOpaque16(context));
    return secret.deriveUsingPRF(PRFAlgorithm.tls_prf_sha256, label, seed, length).extract();
  }

  /** Erases the secret. */
  @Override
  public void close() {
    secret.destroy();
  }
}

package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/** The key and the initialization vector of one direction (RFC 8446 §7.3). */
final class TrafficKeys {

  private static final int IV_LENGTH = 12;

  private final SunJceAead aead;
  private final int keyLength;
  private byte[] iv = new byte[0];

  /**
   * @param keyLength in bytes
   */
  TrafficKeys(SunJceAead aead, int keyLength) {
    this.aead = aead;
    this.keyLength = keyLength;
  }

  /** All suites of this module hash with SHA-256. */
  void derive(TlsSecret trafficSecret) throws IOException {
    byte[] key = expand(trafficSecret, "key", keyLength);
    aead.setKey(key, 0, keyLength);
    Arrays.fill(key, (byte) 0);
    iv = expand(trafficSecret, "iv", IV_LENGTH);
  }

  private static byte[] expand(TlsSecret secret, String label, int length) throws IOException {
    return TlsCryptoUtils.hkdfExpandLabel(
            secret, CryptoHashAlgorithm.sha256, label, TlsUtils.EMPTY_BYTES, length)
        .extract();
  }

  /** The AEAD, ready for this record. */
  SunJceAead forRecord(long sequenceNumber, byte[] header) throws IOException {
    aead.init(nonce(sequenceNumber), SunJceAead.TAG_LENGTH);
    aead.authenticate(header);
    return aead;
  }

  /** RFC 8446 §5.3. */
  private byte[] nonce(long sequenceNumber) {
    byte[] nonce = iv.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[IV_LENGTH - 1 - i] ^= (byte) (sequenceNumber >>> 8 * i);
    }
    return nonce;
  }
}

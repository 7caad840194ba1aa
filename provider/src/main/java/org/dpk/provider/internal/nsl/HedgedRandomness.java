package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.dpk.provider.internal.record.Sha256;

/**
 * Randomness that stays good when the generator is bad, as long as the identity's private key is
 * secret (RFC 8937 §3): {@code Expand(Extract(H(Sig(sk, tag1)), G(L)), tag2, n)}. In suites without
 * a deterministic signature {@code Expand(Extract("", sk), tag1, L)} stands for {@code H(Sig(sk,
 * tag1))}.
 *
 * <p>Safe for use by several threads.
 */
public final class HedgedRandomness implements Randomness, Destroyable, AutoCloseable {

  private static final int L = 32;

  /** Signed for nothing else: what NS34 signs begins with 64 spaces. */
  private static final byte[] TAG1 = "DPK-NSL/1 hedged randomness".getBytes(US_ASCII);

  private final SecureRandom generator;
  private final byte[] keyHash;
  private final Instant started;
  private final AtomicLong count = new AtomicLong();
  private volatile boolean destroyed;

  /**
   * @param keys the identity's keys; not kept
   * @param generator G of RFC 8937
   * @param clock makes tag2 differ after a restart
   */
  public HedgedRandomness(SuiteKeyPair keys, SecureRandom generator, Clock clock) {
    this.generator = generator;
    this.keyHash = keyHash(keys);
    this.started = clock.instant();
  }

  // RFC 8937 §3: computed once, and as secret as the key
  private static byte[] keyHash(SuiteKeyPair keys) {
    return keys.suite() == Suite.NSL_X25519 ? signatureHash(keys) : derivedFromKey(keys);
  }

  private static byte[] signatureHash(SuiteKeyPair keys) {
    byte[] privateKey = keys.revealSignatureKey();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    try {
      Ed25519.sign(privateKey, 0, keys.publicKey().sig(), 0, TAG1, 0, TAG1.length, signature, 0);
      return Sha256.hash(signature);
    } finally {
      Bytes.erase(privateKey);
      Bytes.erase(signature);
    }
  }

  // where the suite has no signature, or one that is not the same each time
  private static byte[] derivedFromKey(SuiteKeyPair keys) {
    byte[] privateKey = keys.revealKemKey();
    Hkdf hkdf = Hkdf.sha256();
    byte[] prk = hkdf.extract(new byte[0], privateKey);
    try {
      return hkdf.expand(prk, TAG1, L);
    } finally {
      Bytes.erase(privateKey);
      Bytes.erase(prk);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this is destroyed
   */
  @Override
  public byte[] next(int length) {
    if (destroyed) {
      throw new IllegalStateException("the source of randomness was destroyed");
    }
    byte[] seed = new byte[L];
    generator.nextBytes(seed);
    Hkdf hkdf = Hkdf.sha256();
    byte[] prk = hkdf.extract(keyHash, seed);
    try {
      return hkdf.expand(prk, tag2(), length);
    } finally {
      Bytes.erase(seed);
      Bytes.erase(prk);
    }
  }

  // RFC 8937 §4: never the same twice
  private byte[] tag2() {
    return ByteBuffer.allocate(20)
        .putLong(started.getEpochSecond())
        .putInt(started.getNano())
        .putLong(count.getAndIncrement())
        .array();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Bytes.erase(keyHash);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }
}

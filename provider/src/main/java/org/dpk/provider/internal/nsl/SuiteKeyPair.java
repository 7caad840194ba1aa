package org.dpk.provider.internal.nsl;

import java.security.PrivateKey;
import java.security.SecureRandom;
import javax.security.auth.Destroyable;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.KeyFormat.PrivateKeys;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of an identity for one suite, and the public ones that stand in its record.
 *
 * <p>Safe for use by several threads. The private keys are copied in and out, never printed, and
 * overwritten by {@link #destroy()}.
 */
public final class SuiteKeyPair implements Destroyable, AutoCloseable {

  private final Suite suite;
  private final SuiteKey publicKey;
  private @Nullable PrivateKeys privateKeys;

  private SuiteKeyPair(Suite suite, PrivateKeys privateKeys) {
    this.suite = suite;
    try {
      this.publicKey = suite.keyFormat().publicKey(privateKeys);
    } catch (RuntimeException e) {
      privateKeys.erase();
      throw e;
    }
    this.privateKeys = privateKeys;
  }

  /** Makes new keys. An RSA key takes a good part of a second. */
  public static SuiteKeyPair generate(Suite suite, SecureRandom random) {
    return new SuiteKeyPair(suite, suite.keyFormat().generate(random));
  }

  /**
   * The keys as the suite's primitives take them; copied. For {@link Suite#NSL_X25519} 32 raw bytes
   * each (RFC 7748 §5, RFC 8032 §5.1.5), for {@link Suite#NSL_XWING} a seed of 32 bytes and none,
   * for {@link Suite#NSL_RSA2048} PKCS#8 twice.
   *
   * @throws IllegalArgumentException if these are no private keys of the suite
   */
  public static SuiteKeyPair of(Suite suite, byte[] kemPrivateKey, byte[] signaturePrivateKey) {
    return new SuiteKeyPair(
        suite, new PrivateKeys(kemPrivateKey.clone(), signaturePrivateKey.clone()));
  }

  /**
   * Reads the keys back from PKCS#8 (RFC 5958, with or without the public key).
   *
   * @param kem the private key that opens what is encapsulated
   * @param signature the one that signs; empty where {@link #signaturePkcs8()} is
   * @throws IllegalArgumentException if one is not what it should be; the message shows no secret
   */
  public static SuiteKeyPair ofPkcs8(Suite suite, byte[] kem, byte[] signature) {
    return new SuiteKeyPair(suite, suite.keyFormat().ofPkcs8(kem, signature));
  }

  /** What suite the keys are for. */
  public Suite suite() {
    return suite;
  }

  /** The public keys as they stand in a record; also good after {@link #destroy()}. */
  public SuiteKey publicKey() {
    return publicKey;
  }

  /**
   * The private key that opens what is encapsulated, in PKCS#8; the caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] kemPkcs8() {
    return suite.keyFormat().kemPkcs8(alive());
  }

  /**
   * The private key that signs, in PKCS#8; empty where the suite has none, or it is the same key.
   * The caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] signaturePkcs8() {
    return suite.keyFormat().signaturePkcs8(alive());
  }

  /**
   * The private key of the public one that a certificate shows ({@link Suite#shownBy}): Ed25519,
   * RSA, or an X-Wing key, which the Java platform can carry about but not use.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized PrivateKey certifiedKey() {
    return suite.keyFormat().certifiedKey(alive());
  }

  /**
   * The private key that opens what is encapsulated, as {@link #of} takes it; the caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] revealKemKey() {
    return alive().kem().clone();
  }

  /**
   * The private key that signs, as {@link #of} takes it; the caller clears it.
   *
   * @throws IllegalStateException if this is destroyed
   */
  public synchronized byte[] revealSignatureKey() {
    return alive().signature().clone();
  }

  @Override
  public synchronized void destroy() {
    if (privateKeys != null) {
      privateKeys.erase();
      privateKeys = null;
    }
  }

  @Override
  public synchronized boolean isDestroyed() {
    return privateKeys == null;
  }

  @Override
  public void close() {
    destroy();
  }

  // a private key has one public key: equal public keys, equal pairs
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SuiteKeyPair that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  /** The suite, never a key. */
  @Override
  public String toString() {
    return "SuiteKeyPair[" + suite + "]";
  }

  private PrivateKeys alive() {
    if (privateKeys == null) {
      throw new IllegalStateException("the private key was destroyed");
    }
    return privateKeys;
  }
}

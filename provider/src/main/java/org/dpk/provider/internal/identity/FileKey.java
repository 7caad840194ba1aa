package org.dpk.provider.internal.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * What one run of scrypt over a file's password yields: the keys that the whole file rests on.
 *
 * <p>64 bytes are derived. The first 32 are the AES-256-GCM key of every PKCS#8 container, and
 * exactly what a run for 32 bytes yields (RFC 7914 §6: the last step is PBKDF2, block by block), so
 * that each container is good on its own for another implementation. The other 32 are this file's
 * alone: HMAC-SHA256 under them, with a label for each use, seals the file and makes the key that
 * encrypts what is no private key.
 */
final class FileKey implements Destroyable, AutoCloseable {

  private static final int HALF = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final KeyDerivation derivation;
  private byte @Nullable [] pkcs8Key;
  private byte @Nullable [] sealKey;

  private FileKey(KeyDerivation derivation, byte[] pkcs8Key, byte[] sealKey) {
    this.derivation = derivation;
    this.pkcs8Key = pkcs8Key;
    this.sealKey = sealKey;
  }

  static FileKey derive(KeyDerivation derivation, char[] password) {
    byte[] both = derivation.derive(password, 2 * HALF);
    try {
      return new FileKey(
          derivation, Arrays.copyOf(both, HALF), Arrays.copyOfRange(both, HALF, 2 * HALF));
    } finally {
      Arrays.fill(both, (byte) 0);
    }
  }

  KeyDerivation derivation() {
    return derivation;
  }

  /** HMAC-SHA256 over the file's content: 32 bytes. */
  byte[] seal(byte[] content) {
    return mac("seal", content);
  }

  boolean isSealOf(byte[] content, byte[] seal) {
    return MessageDigest.isEqual(seal(content), seal);
  }

  /**
   * A private key as DER EncryptedPrivateKeyInfo.
   *
   * @param pkcs8 not cleared
   */
  byte[] encryptPkcs8(byte[] pkcs8, SecureRandom random) {
    byte[] nonce = nonce(random);
    byte[] encrypted = gcm(Cipher.ENCRYPT_MODE, pkcs8Key(), nonce, new byte[0], pkcs8);
    return Pbes2.encode(derivation, nonce, encrypted);
  }

  /**
   * The private key in an EncryptedPrivateKeyInfo; the caller clears it.
   *
   * @throws IllegalArgumentException if it is not encrypted under this key
   */
  byte[] decryptPkcs8(byte[] container) {
    Pbes2.Container parsed = Pbes2.decode(container);
    if (!parsed.derivation().equals(derivation)) {
      throw new IllegalArgumentException("a private key is encrypted with other scrypt parameters");
    }
    return gcm(Cipher.DECRYPT_MODE, pkcs8Key(), parsed.nonce(), new byte[0], parsed.encrypted());
  }

  /** Encrypts what is secret and no private key, bound to its name in the file. */
  byte[] encrypt(String name, byte[] secret, SecureRandom random) {
    byte[] nonce = nonce(random);
    byte[] key = mac("encrypt", new byte[0]);
    try {
      byte[] encrypted =
          gcm(Cipher.ENCRYPT_MODE, key, nonce, KeyDerivation.utf8(name.toCharArray()), secret);
      byte[] all = Arrays.copyOf(nonce, NONCE_LENGTH + encrypted.length);
      System.arraycopy(encrypted, 0, all, NONCE_LENGTH, encrypted.length);
      return all;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * The inverse of {@link #encrypt}; the caller clears the result.
   *
   * @throws IllegalArgumentException if it is not encrypted under this key and name
   */
  byte[] decrypt(String name, byte[] sealed) {
    if (sealed.length < NONCE_LENGTH + TAG_BITS / 8) {
      throw new IllegalArgumentException("an encrypted value is too short");
    }
    byte[] key = mac("encrypt", new byte[0]);
    try {
      return gcm(
          Cipher.DECRYPT_MODE,
          key,
          Arrays.copyOf(sealed, NONCE_LENGTH),
          KeyDerivation.utf8(name.toCharArray()),
          Arrays.copyOfRange(sealed, NONCE_LENGTH, sealed.length));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public synchronized void destroy() {
    if (pkcs8Key != null && sealKey != null) {
      Arrays.fill(pkcs8Key, (byte) 0);
      Arrays.fill(sealKey, (byte) 0);
    }
    pkcs8Key = null;
    sealKey = null;
  }

  @Override
  public synchronized boolean isDestroyed() {
    return pkcs8Key == null;
  }

  @Override
  public void close() {
    destroy();
  }

  private synchronized byte[] pkcs8Key() {
    if (pkcs8Key == null) {
      throw new IllegalStateException("the identity was closed");
    }
    return pkcs8Key;
  }

  private synchronized byte[] sealKey() {
    if (sealKey == null) {
      throw new IllegalStateException("the identity was closed");
    }
    return sealKey;
  }

  private byte[] mac(String label, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(sealKey(), "HmacSHA256"));
      mac.update(("dpk-identity/1 " + label).getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] gcm(int mode, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(in);
    } catch (AEADBadTagException e) {
      throw new IllegalArgumentException("encrypted under another key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private static byte[] nonce(SecureRandom random) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    return nonce;
  }
}

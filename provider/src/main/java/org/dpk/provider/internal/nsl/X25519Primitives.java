package org.dpk.provider.internal.nsl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of {@link Suite#NSL_X25519}: curves by Bouncy Castle, which is the faster for
 * those, and hashes and AES-GCM by the platform, which is the faster for these. What JCA has to
 * look up is looked up once per run.
 */
final class X25519Primitives implements Primitives {

  private static final int TAG_BITS = 128;
  private static final int TAG_LENGTH = TAG_BITS / 8;

  private final Hkdf hkdf = Hkdf.sha256();
  private final Kem kem = new X25519Kem(hkdf);
  private final MessageDigest sha256;
  private @Nullable Cipher gcm;

  X25519Primitives() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no SHA-256", e);
    }
  }

  @Override
  public Suite suite() {
    return Suite.NSL_X25519;
  }

  @Override
  public Kem staticKem() {
    return kem;
  }

  @Override
  public Kem ephemeralKem() {
    return kem;
  }

  @Override
  public byte[] hash(byte[]... parts) {
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return sha256.digest();
  }

  @Override
  public byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
    return hkdf.extract(salt, inputKeyMaterial);
  }

  @Override
  public byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    return hkdf.expand(pseudorandomKey, info, length);
  }

  @Override
  public byte[] seal(byte[] key, byte[] iv, byte[] associatedData, byte[] plaintext) {
    try {
      return crypt(Cipher.ENCRYPT_MODE, key, iv, associatedData, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM seals everything", e);
    }
  }

  @Override
  public byte[] open(byte[] key, byte[] iv, byte[] associatedData, byte[] box)
      throws CryptoFailure {
    if (box.length < TAG_LENGTH) {
      throw new CryptoFailure();
    }
    try {
      return crypt(Cipher.DECRYPT_MODE, key, iv, associatedData, box);
    } catch (AEADBadTagException e) {
      throw new CryptoFailure();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM opens or refuses", e);
    }
  }

  private byte[] crypt(int mode, byte[] key, byte[] iv, byte[] associatedData, byte[] data)
      throws GeneralSecurityException {
    if (gcm == null) {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
    }
    gcm.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    gcm.updateAAD(associatedData);
    return gcm.doFinal(data);
  }

  // RFC 8032 §5.1.6; with the public key at hand one multiplication less
  @Override
  public byte[] sign(Kem.KeyPair own, byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(own.privateKey(), 0, own.publicKey(), 0, message, 0, message.length, signature, 0);
    return signature;
  }

  // RFC 8032 §5.1.7
  @Override
  public void verify(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure {
    if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE
        || signature.length != Ed25519.SIGNATURE_SIZE
        || !Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)) {
      throw new CryptoFailure();
    }
  }
}

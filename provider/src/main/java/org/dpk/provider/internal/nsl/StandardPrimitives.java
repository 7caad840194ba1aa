package org.dpk.provider.internal.nsl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of the suites: curves and lattices by Bouncy Castle, which is the faster for
 * those, and hashes, AES-GCM and RSA by the platform, which is the faster for these. What JCA has
 * to look up is looked up once per run.
 */
final class StandardPrimitives implements Primitives {

  private static final int TAG_BITS = 128;
  private static final int TAG_LENGTH = TAG_BITS / 8;

  private final Suite suite;
  private final MessageDigest digest;
  private final Hkdf hkdf;
  private final Kem staticKem;
  private final Kem ephemeralKem;
  private final SignatureScheme signatures;
  private @Nullable Cipher gcm;

  private StandardPrimitives(
      Suite suite,
      String digest,
      Hkdf hkdf,
      Kem staticKem,
      Kem ephemeralKem,
      SignatureScheme signatures) {
    this.suite = suite;
    this.hkdf = hkdf;
    this.staticKem = staticKem;
    this.ephemeralKem = ephemeralKem;
    this.signatures = signatures;
    try {
      this.digest = MessageDigest.getInstance(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + digest, e);
    }
  }

  // protocol.md "Suites"
  static StandardPrimitives of(Suite suite) {
    return switch (suite) {
      case NSL_RSA2048 -> {
        Hkdf hkdf = Hkdf.sha256();
        yield new StandardPrimitives(
            suite,
            "SHA-256",
            hkdf,
            new RsaOaepKem(hkdf),
            new X25519Kem(hkdf),
            SignatureScheme.RSA_PSS);
      }
      case NSL_X25519 -> {
        Hkdf hkdf = Hkdf.sha256();
        Kem kem = new X25519Kem(hkdf);
        yield new StandardPrimitives(suite, "SHA-256", hkdf, kem, kem, SignatureScheme.ED25519);
      }
      case NSL_XWING -> {
        Kem kem = new XWingKem();
        yield new StandardPrimitives(
            suite, "SHA-384", Hkdf.sha384(), kem, kem, SignatureScheme.NONE);
      }
    };
  }

  @Override
  public Suite suite() {
    return suite;
  }

  @Override
  public Kem staticKem() {
    return staticKem;
  }

  @Override
  public Kem ephemeralKem() {
    return ephemeralKem;
  }

  @Override
  public byte[] hash(byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
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

  @Override
  public byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
    return signatures.sign(own, message, random);
  }

  @Override
  public void verify(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure {
    if (!signatures.isGood(publicKey, message, signature)) {
      throw new CryptoFailure();
    }
  }
}

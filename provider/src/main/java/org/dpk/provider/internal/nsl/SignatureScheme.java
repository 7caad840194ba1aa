package org.dpk.provider.internal.nsl;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** How A signs in box4. Without state. */
enum SignatureScheme {

  /** RFC 8032 §5.1, by Bouncy Castle, which is the faster. */
  ED25519 {
    // §5.1.6; with the public key at hand one multiplication less
    @Override
    byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      byte[] publicKey = own.publicKey();
      Ed25519.sign(own.privateKey(), 0, publicKey, 0, message, 0, message.length, signature, 0);
      return signature;
    }

    // §5.1.7
    @Override
    boolean isGood(byte[] publicKey, byte[] message, byte[] signature) {
      return publicKey.length == Ed25519.PUBLIC_KEY_SIZE
          && signature.length == Ed25519.SIGNATURE_SIZE
          && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }
  },

  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 8017 §8.1). */
  RSA_PSS {
    @Override
    byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
      try {
        Signature pss = pss();
        pss.initSign(Rsa2048Keys.privateKey(own.privateKey()), new SecureRandomOf(random));
        pss.update(message);
        return pss.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("an RSA key of 2048 bits signs", e);
      }
    }

    @Override
    boolean isGood(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure {
      try {
        Signature pss = pss();
        pss.initVerify(Rsa2048Keys.publicKey(publicKey));
        pss.update(message);
        return pss.verify(signature);
      } catch (SignatureException e) {
        return false; // not as long as the modulus
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has RSASSA-PSS", e);
      }
    }

    private Signature pss() throws GeneralSecurityException {
      Signature pss = Signature.getInstance("RSASSA-PSS");
      pss.setParameter(
          new PSSParameterSpec(
              "SHA-256",
              "MGF1",
              MGF1ParameterSpec.SHA256,
              PSS_SALT_LENGTH,
              PSSParameterSpec.TRAILER_FIELD_BC));
      return pss;
    }
  },

  /** The KEMs alone authenticate A. */
  NONE {
    @Override
    byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
      return new byte[0];
    }

    @Override
    boolean isGood(byte[] publicKey, byte[] message, byte[] signature) {
      return signature.length == 0;
    }
  };

  private static final int PSS_SALT_LENGTH = 32;

  abstract byte[] sign(Kem.KeyPair own, byte[] message, Randomness random);

  abstract boolean isGood(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure;
}

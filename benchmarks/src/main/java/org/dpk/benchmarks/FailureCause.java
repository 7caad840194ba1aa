package org.dpk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Suite;

/**
 * Why a responder can't open an NS1. All of these are answered by alert 7, and depend on its
 * private key: who could tell them apart would have an oracle (Bleichenbacher 1998, Manger 2001).
 *
 * <p>What anybody can see in a message is not among them: a length that is not the suite's, a
 * number beyond the modulus, a point of low order, an NS1 that came before.
 */
enum FailureCause {

  /** The ciphertext is as it should be, the box not. All others are measured against this. */
  WRONG_BOX(Suite.NSL_X25519, Suite.NSL_RSA2048, Suite.NSL_XWING) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      byte[] ns1 = from.initiate(to).begin();
      return Ns1Layout.of(ns1).withFlippedBox(ns1, random);
    }
  },

  /** The same once more: two samples of one cause must look alike. */
  WRONG_BOX_AGAIN(Suite.NSL_X25519, Suite.NSL_RSA2048, Suite.NSL_XWING) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      return WRONG_BOX.message(from, to, random);
    }
  },

  /** The ciphertext is somebody's, and holds another secret. */
  ANOTHER_SECRET(Suite.NSL_X25519, Suite.NSL_RSA2048, Suite.NSL_XWING) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      byte[] other = from.initiate(to).begin();
      byte[] ns1 = from.initiate(to).begin();
      Ns1Layout layout = Ns1Layout.of(ns1);
      return layout.withCiphertext(ns1, layout.ciphertextOf(other));
    }
  },

  /** The OAEP padding is wrong, its first byte most likely too: a number below the modulus. */
  NO_PADDING(Suite.NSL_RSA2048) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      byte[] number = new byte[256];
      random.nextBytes(number);
      number[0] &= 0x7F;
      byte[] ns1 = from.initiate(to).begin();
      return Ns1Layout.of(ns1).withCiphertext(ns1, number);
    }
  },

  /** The OAEP padding is wrong, but its first byte is 0: what Manger's attack asks for. */
  ANOTHER_LABEL(Suite.NSL_RSA2048) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      byte[] ns1 = from.initiate(to).begin();
      return Ns1Layout.of(ns1).withCiphertext(ns1, sealedUnderAnotherLabel(to, random));
    }
  },

  /** ML-KEM rejects the ciphertext (FIPS 203 §6.3, implicitly). */
  REJECTED_BY_ML_KEM(Suite.NSL_XWING) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      byte[] ns1 = from.initiate(to).begin();
      return Ns1Layout.of(ns1).withFlippedCiphertext(ns1, 0, ML_KEM_CIPHERTEXT, random);
    }
  },

  /** As {@link #WRONG_BOX}, and the responder is held up: the harness has to find this one. */
  PLANTED(Suite.NSL_X25519, Suite.NSL_RSA2048, Suite.NSL_XWING) {
    @Override
    byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort {
      return WRONG_BOX.message(from, to, random);
    }
  };

  private static final int ML_KEM_CIPHERTEXT = 1088;

  private final List<Suite> suites;

  FailureCause(Suite... suites) {
    this.suites = List.of(suites);
  }

  /** Those that a suite has. */
  static List<FailureCause> of(Suite suite) {
    return List.of(values()).stream().filter(cause -> cause.suites.contains(suite)).toList();
  }

  /** An NS1 that fails for this cause. */
  abstract byte[] message(Party from, Party to, RandomGenerator random) throws NslAbort;

  private static byte[] sealedUnderAnotherLabel(Party to, RandomGenerator random) {
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    try {
      byte[] spki = Suite.shownBy(to.publicKey()).orElseThrow();
      PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
      rsa.init(
          Cipher.ENCRYPT_MODE,
          key,
          new OAEPParameterSpec(
              "SHA-256",
              "MGF1",
              MGF1ParameterSpec.SHA256,
              new PSource.PSpecified("another label".getBytes(US_ASCII))));
      return rsa.doFinal(seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA-OAEP", e);
    }
  }
}

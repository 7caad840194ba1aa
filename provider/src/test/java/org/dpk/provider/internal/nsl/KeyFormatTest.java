package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.dpk.provider.SuiteKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of each suite: made, written, read, and not mistaken for those of another. */
@ParameterizedClass
@EnumSource(Suite.class)
class KeyFormatTest {

  private final Suite suite;
  private final SuiteKeyPair pair;

  KeyFormatTest(Suite suite) {
    this.suite = suite;
    this.pair = TestParty.pair(suite, 1);
  }

  @Test
  void newKeysAreWrittenAndReadBack() throws Exception {
    SuiteKeyPair made = SuiteKeyPair.generate(suite, new SecureRandom());
    SuiteKeyPair read = SuiteKeyPair.ofPkcs8(suite, made.kemPkcs8(), made.signaturePkcs8());

    assertEquals(made, read);
    assertEquals(made.publicKey(), read.publicKey());
    assertArrayEquals(made.revealKemKey(), read.revealKemKey());
    assertArrayEquals(made.revealSignatureKey(), read.revealSignatureKey());
    assertTrue(suite.fits(made.publicKey()));
    assertNotEquals(pair, made);
    assertOpens(made);
  }

  @Test
  void keysAreTakenAsThePrimitivesHaveThem() {
    SuiteKeyPair again = SuiteKeyPair.of(suite, pair.revealKemKey(), pair.revealSignatureKey());
    assertEquals(pair, again);
  }

  private void assertOpens(SuiteKeyPair keys) throws CryptoFailure {
    Kem kem = Primitives.Source.standard().of(suite).staticKem();
    Kem.Encapsulation made = kem.encapsulate(keys.publicKey().kem(), new SeededRandomness(1));
    Kem.KeyPair own = new Kem.KeyPair(keys.revealKemKey(), keys.publicKey().kem());
    assertArrayEquals(made.sharedSecret(), kem.decapsulate(own, made.ciphertext()));
  }

  @Test
  void keysOfAnotherSuiteAreRefused() {
    for (Suite other : Suite.values()) {
      SuiteKeyPair foreign = TestParty.pair(other, 2);
      assertEquals(other == suite, isTaken(foreign.kemPkcs8(), foreign.signaturePkcs8()));
      assertEquals(other == suite, suite.fits(foreign.publicKey()));
      SuiteKey relabelled =
          new SuiteKey(suite.id(), foreign.publicKey().kem(), foreign.publicKey().sig());
      assertEquals(other == suite, suite.fits(relabelled));
    }
  }

  @Test
  void whatIsNoKeyIsRefused() {
    byte[] kem = pair.kemPkcs8();
    byte[] signature = pair.signaturePkcs8();
    assertTrue(isTaken(kem, signature));
    assertFalse(isTaken(signature, kem));
    assertFalse(isTaken(kem, kem));
    for (int length = 0; length < kem.length; length++) {
      assertFalse(isTaken(Arrays.copyOf(kem, length), signature), "cut at " + length);
    }
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      assertFalse(isTaken(noise, signature));
    }
  }

  // a damaged key either is another good one, or is refused as declared
  @Test
  void aChangedByteIsNoSurprise() {
    byte[] kem = pair.kemPkcs8();
    for (int i = 0; i < kem.length; i++) {
      byte[] changed = TamperingTest.flip(kem, i, 0x11);
      isTaken(changed, pair.signaturePkcs8());
    }
  }

  private boolean isTaken(byte[] kem, byte[] signature) {
    try {
      SuiteKeyPair.ofPkcs8(suite, kem, signature);
      return true;
    } catch (IllegalArgumentException declared) {
      String shown = HexFormat.of().formatHex(pair.revealKemKey(), 0, 8);
      assertFalse(String.valueOf(declared.getMessage()).contains(shown));
      return false;
    }
  }

  @Test
  void aCertificateShowsThePublicKey() {
    byte[] spki = Suite.shownBy(pair.publicKey()).orElseThrow();
    byte[] shown = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    byte[] sig = pair.publicKey().sig();
    assertArrayEquals(sig.length > 0 ? sig : pair.publicKey().kem(), shown);
    assertEquals("PKCS#8", pair.certifiedKey().getFormat());
  }

  @Test
  void destroyedKeysAreGone() {
    SuiteKeyPair doomed = TestParty.pair(suite, 1);
    doomed.destroy();
    assertTrue(doomed.isDestroyed());
    assertThrows(IllegalStateException.class, doomed::revealKemKey);
    assertThrows(IllegalStateException.class, doomed::revealSignatureKey);
    assertThrows(IllegalStateException.class, doomed::kemPkcs8);
    assertThrows(IllegalStateException.class, doomed::signaturePkcs8);
    assertThrows(IllegalStateException.class, doomed::certifiedKey);
    assertEquals(pair, doomed, "the public key is no secret");
  }
}

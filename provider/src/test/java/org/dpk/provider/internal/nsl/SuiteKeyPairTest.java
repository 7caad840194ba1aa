package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuiteKeyPairTest {

  private static final HexFormat HEX = HexFormat.of();

  @Test
  void publicKeysOfKnownPrivateKeys() {
    // RFC 7748 §6.1 (Alice) and RFC 8032 §7.1 (test 1)
    SuiteKeyPair keys =
        SuiteKeyPair.of(
            Suite.NSL_X25519,
            HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
            HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    assertEquals(
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        HEX.formatHex(keys.publicKey().kem()));
    assertEquals(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        HEX.formatHex(keys.publicKey().sig()));
    assertTrue(Suite.NSL_X25519.fits(keys.publicKey()));
  }

  @Test
  void pkcs8RoundTrip() {
    SuiteKeyPair keys = generated();

    SuiteKeyPair again =
        SuiteKeyPair.ofPkcs8(Suite.NSL_X25519, keys.kemPkcs8(), keys.signaturePkcs8());

    assertEquals(keys, again);
    assertArrayEquals(keys.revealKemKey(), again.revealKemKey());
    assertArrayEquals(keys.revealSignatureKey(), again.revealSignatureKey());
  }

  @Test
  void readsTheKeysOfTheJdk() throws Exception {
    KeyPair kem = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    KeyPair sig = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    SuiteKeyPair keys =
        SuiteKeyPair.ofPkcs8(
            Suite.NSL_X25519, kem.getPrivate().getEncoded(), sig.getPrivate().getEncoded());

    assertArrayEquals(sig.getPublic().getEncoded(), Suite.shownBy(keys.publicKey()).orElseThrow());
    assertArrayEquals(kem.getPrivate().getEncoded(), keys.kemPkcs8());
    assertArrayEquals(sig.getPrivate().getEncoded(), keys.signaturePkcs8());
  }

  @Test
  void theCertifiedKeyWorksInTheJdk() throws Exception {
    SuiteKeyPair keys = generated();
    byte[] message = {1, 2, 3};
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.certifiedKey());
    signer.update(message);
    byte[] signature = signer.sign();
    byte[] spki = Suite.shownBy(keys.publicKey()).orElseThrow();
    signer.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    signer.update(message);

    assertTrue(signer.verify(signature));
  }

  @Test
  void destroyedKeysAreGone() {
    SuiteKeyPair keys = generated();
    keys.destroy();
    keys.destroy();

    assertTrue(keys.isDestroyed());
    assertThrows(IllegalStateException.class, keys::revealKemKey);
    assertThrows(IllegalStateException.class, keys::revealSignatureKey);
    assertThrows(IllegalStateException.class, keys::kemPkcs8);
    assertThrows(IllegalStateException.class, keys::certifiedKey);
    assertEquals(32, keys.publicKey().kem().length);
  }

  @Test
  void whatIsRevealedIsACopy() {
    SuiteKeyPair keys = generated();
    byte[] key = keys.revealKemKey();
    Arrays.fill(keys.revealKemKey(), (byte) 0);

    assertArrayEquals(key, keys.revealKemKey());
    assertFalse(keys.toString().contains(HEX.formatHex(key, 0, 4)));
  }

  @Test
  void refusesWhatIsNoKey() {
    SuiteKeyPair keys = generated();
    Random random = new Random(1);
    refused(keys.signaturePkcs8(), keys.signaturePkcs8());
    refused(keys.kemPkcs8(), keys.kemPkcs8());
    refused(new byte[0], keys.signaturePkcs8());
    for (int length = 0; length < keys.kemPkcs8().length; length++) {
      refused(Arrays.copyOf(keys.kemPkcs8(), length), keys.signaturePkcs8());
    }
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      refused(noise, keys.signaturePkcs8());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SuiteKeyPair.of(Suite.NSL_X25519, new byte[31], new byte[32]));
  }

  private static void refused(byte[] kem, byte[] signature) {
    assertThrows(
        IllegalArgumentException.class,
        () -> SuiteKeyPair.ofPkcs8(Suite.NSL_X25519, kem, signature));
  }

  private static SuiteKeyPair generated() {
    return SuiteKeyPair.generate(Suite.NSL_X25519, new SecureRandom());
  }
}

package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;

class RsaOaepKemTest {

  private static final byte[] LABEL = "DPK-NSL/1 kem".getBytes(US_ASCII);

  private final SuiteKeyPair pair = TestParty.pair(Suite.NSL_RSA2048, 0);
  private final RSAPrivateCrtKey key = Rsa2048Keys.privateKey(pair.revealKemKey());
  private final Kem.KeyPair own = new Kem.KeyPair(pair.revealKemKey(), pair.publicKey().kem());
  private final Kem kem = new RsaOaepKem(Hkdf.sha256());

  @Test
  void bothEndsHaveTheSecret() throws CryptoFailure {
    for (int seed = 0; seed < 32; seed++) {
      Kem.Encapsulation made = kem.encapsulate(own.publicKey(), new SeededRandomness(seed));

      assertArrayEquals(made.sharedSecret(), kem.decapsulate(own, made.ciphertext()));
      assertEquals(kem.ciphertextLength(), made.ciphertext().length);
    }
  }

  // what comes off here is what the platform takes off: protocol.md "Suites" names its parameters
  @Test
  void theSecretIsThatOfTheSeedThatThePlatformFinds() throws Exception {
    Kem.Encapsulation made = kem.encapsulate(own.publicKey(), new SeededRandomness(5));
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.DECRYPT_MODE,
        key,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(LABEL)));
    byte[] seed = oaep.doFinal(made.ciphertext());
    byte[] context =
        PlatformCrypto.concat(
            LABEL,
            PlatformCrypto.sha256(made.ciphertext()),
            PlatformCrypto.sha256(own.publicKey()));

    assertArrayEquals(
        PlatformCrypto.expand(PlatformCrypto.extract(new byte[0], seed), context, 32),
        made.sharedSecret());
  }

  @Test
  void aWrongPaddingYieldsASecretThatNobodyElseHas() throws Exception {
    byte[] seed = new SeededRandomness(1).next(32);
    byte[] right = encoded(LABEL, seed, 0, 0x01, 0);
    assertArrayEquals(secretOf(seed, encrypt(right)), kem.decapsulate(own, encrypt(right)));

    rejected(encrypt(encoded(LABEL, seed, 1, 0x01, 0)), seed, "first byte");
    rejected(encrypt(encoded("other".getBytes(US_ASCII), seed, 0, 0x01, 0)), seed, "label");
    rejected(encrypt(encoded(LABEL, seed, 0, 0x00, 0)), seed, "no separator");
    rejected(encrypt(encoded(LABEL, seed, 0, 0x02, 0)), seed, "other separator");
    rejected(encrypt(encoded(LABEL, seed, 0, 0x01, 0x01)), seed, "early separator");
    rejected(encrypt(encoded(LABEL, Arrays.copyOf(seed, 31), 0, 0x01, 0)), seed, "31 bytes");
    rejected(encrypt(encoded(LABEL, Arrays.copyOf(seed, 33), 0, 0x01, 0)), seed, "33 bytes");
    byte[] one = new byte[256];
    one[255] = 1;
    rejected(one, seed, "the number 1");
    rejected(new byte[256], seed, "the number 0");
  }

  private void rejected(byte[] ciphertext, byte[] seed, String why) throws Exception {
    byte[] secret = kem.decapsulate(own, ciphertext);
    assertFalse(Arrays.equals(secretOf(seed, ciphertext), secret), why);
    assertFalse(Arrays.equals(secretOf(new byte[32], ciphertext), secret), why);
    assertArrayEquals(secret, kem.decapsulate(own, ciphertext), "the same each time: " + why);
    Kem.KeyPair other = new Kem.KeyPair(largerKey(), own.publicKey());
    assertFalse(Arrays.equals(secret, kem.decapsulate(other, ciphertext)), why);
  }

  // one that takes every ciphertext of ours
  private byte[] largerKey() {
    return IntStream.range(0, 6)
        .mapToObj(RsaTestKeys::pkcs8)
        .filter(other -> Rsa2048Keys.privateKey(other).getModulus().compareTo(key.getModulus()) > 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyChangedByteYieldsAnotherSecret() throws CryptoFailure {
    Kem.Encapsulation made = kem.encapsulate(own.publicKey(), new SeededRandomness(3));
    for (int i = 0; i < made.ciphertext().length; i++) {
      byte[] changed = TamperingTest.flip(made.ciphertext(), i, 1);
      assertFalse(Arrays.equals(made.sharedSecret(), kem.decapsulate(own, changed)), "byte " + i);
    }
  }

  @Test
  void numbersFromTheModulusOnAreRefused() {
    byte[] modulus = Arrays.copyOfRange(key.getModulus().toByteArray(), 1, 257);
    byte[] most = new byte[256];
    Arrays.fill(most, (byte) 0xFF);

    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, modulus));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, most));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, new byte[257]));
  }

  @Test
  void keysInAnotherEncodingAreNotUsed() {
    byte[] good = own.publicKey();
    refused(Arrays.copyOf(good, 269));
    refused(Arrays.copyOf(good, 271));
    refused(TamperingTest.flip(good, 0, 1));
    refused(TamperingTest.flip(good, 9, 0x80)); // fewer bits
    refused(TamperingTest.flip(good, 264, 1)); // an even modulus
    refused(TamperingTest.flip(good, 269, 2)); // the exponent 65539
  }

  private void refused(byte[] publicKey) {
    assertThrows(CryptoFailure.class, () -> kem.encapsulate(publicKey, new SeededRandomness(1)));
  }

  private byte[] encrypt(byte[] encoded) {
    return TextbookRsa.withPublicKey(key.getModulus(), encoded);
  }

  // RFC 8017 §7.1.1, with what may be wrong
  private static byte[] encoded(byte[] label, byte[] message, int first, int separator, int early)
      throws Exception {
    byte[] db = new byte[223];
    System.arraycopy(PlatformCrypto.sha256(label), 0, db, 0, 32);
    db[40] = (byte) early;
    db[222 - message.length] = (byte) separator;
    System.arraycopy(message, 0, db, 223 - message.length, message.length);
    return TextbookRsa.masked(first, db, new SeededRandomness(9).next(32));
  }

  private byte[] secretOf(byte[] seed, byte[] ciphertext) throws Exception {
    byte[] context =
        PlatformCrypto.concat(
            LABEL, PlatformCrypto.sha256(ciphertext), PlatformCrypto.sha256(own.publicKey()));
    return PlatformCrypto.expand(PlatformCrypto.extract(new byte[0], seed), context, 32);
  }
}

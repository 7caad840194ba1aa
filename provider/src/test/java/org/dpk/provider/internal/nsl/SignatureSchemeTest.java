package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a good signature in NS34, and what only resembles one. */
class SignatureSchemeTest {

  private static final byte[] MESSAGE = {1, 2, 3};

  private final SuiteKeyPair rsa = TestParty.pair(Suite.NSL_RSA2048, 1);
  private final RSAPrivateCrtKey key = Rsa2048Keys.privateKey(rsa.revealSignatureKey());
  private final Primitives primitives = Primitives.Source.standard().of(Suite.NSL_RSA2048);

  private boolean isGood(byte[] signature) {
    return isGood(primitives, rsa.publicKey().kem(), signature);
  }

  private static boolean isGood(Primitives primitives, byte[] publicKey, byte[] signature) {
    try {
      primitives.verify(publicKey, MESSAGE, signature);
      return true;
    } catch (CryptoFailure e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyFlippedByteAndEveryCutOfASignature(Suite suite) {
    Primitives own = Primitives.Source.standard().of(suite);
    SuiteKeyPair pair = TestParty.pair(suite, 1);
    byte[] publicKey = suite.keyFormat().verificationKey(pair.publicKey());
    Kem.KeyPair keys = new Kem.KeyPair(pair.revealSignatureKey(), publicKey);
    byte[] signature = own.sign(keys, MESSAGE, new SeededRandomness(1));

    assertTrue(isGood(own, publicKey, signature));
    for (int i = 0; i < signature.length; i++) {
      assertFalse(isGood(own, publicKey, TamperingTest.flip(signature, i, 1)), "byte " + i);
      assertFalse(isGood(own, publicKey, Arrays.copyOf(signature, i)), "cut at " + i);
    }
    assertFalse(isGood(own, publicKey, Arrays.copyOf(signature, signature.length + 1)));
    byte[] other = suite.keyFormat().verificationKey(TestParty.pair(suite, 2).publicKey());
    assertEquals(signature.length == 0, isGood(own, other, signature), "another key");
  }

  @Test
  void theSaltIsOfThirtyTwoBytes() throws Exception {
    assertTrue(isGood(pss(32, "SHA-256")));
    for (int length : new int[] {0, 1, 20, 31, 33, 48, 64, 190}) {
      assertFalse(isGood(pss(length, "SHA-256")), length + " bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-384", "SHA-512"})
  void theMaskIsMadeWithSha256(String hash) throws Exception {
    assertFalse(isGood(pss(32, hash)));
  }

  private byte[] pss(int saltLength, String maskHash) throws Exception {
    byte[] salt = new SeededRandomness(1).next(saltLength);
    return TextbookRsa.withPrivateKey(key, TextbookRsa.pss(MESSAGE, salt, maskHash));
  }

  @Test
  void anEncodedMessageThatIsNotExactIsRefused() throws Exception {
    byte[] good = TextbookRsa.pss(MESSAGE, new byte[32], "SHA-256");
    assertTrue(isGood(TextbookRsa.withPrivateKey(key, good)));
    int db = 256 - 33;
    for (int i : new int[] {0, 1, db - 34, db - 33, db - 1, db, 254, 255}) {
      byte[] bent = TamperingTest.flip(good, i, 0x01);
      assertFalse(isGood(TextbookRsa.withPrivateKey(key, bent)), "byte " + i);
    }
    byte[] anotherTrailer = good.clone();
    anotherTrailer[255] = (byte) 0xCC;
    assertFalse(isGood(TextbookRsa.withPrivateKey(key, anotherTrailer)));
  }

  // the same number in another form: a signature has one
  @Test
  void aSignatureBelowTheModulusPlusTheModulusIsRefused() throws Exception {
    BigInteger signature = new BigInteger(1, pss(32, "SHA-256"));
    BigInteger larger = signature.add(key.getModulus());
    byte[] bytes = larger.toByteArray();
    assertFalse(isGood(bytes));
    byte[] full = new byte[256];
    Arrays.fill(full, (byte) 0xFF);
    assertFalse(isGood(full));
    assertFalse(isGood(new byte[256]));
    byte[] one = new byte[256];
    one[255] = 1;
    assertFalse(isGood(one));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "SHA512withRSA", "SHA1withRSA", "NONEwithRSA"})
  void pkcs1IsRefused(String algorithm) throws Exception {
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(MESSAGE);
    assertFalse(isGood(signer.sign()));
  }

  // RFC 8032 §8.4, and S + L: one message, one signature
  @Test
  void anEd25519ScalarHasToBeBelowTheOrder() throws Exception {
    Primitives own = Primitives.Source.standard().of(Suite.NSL_X25519);
    SuiteKeyPair pair = TestParty.pair(Suite.NSL_X25519, 1);
    byte[] publicKey = pair.publicKey().sig();
    byte[] signature =
        own.sign(
            new Kem.KeyPair(pair.revealSignatureKey(), publicKey),
            MESSAGE,
            new SeededRandomness(1));
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    byte[] larger = littleEndian(number(s).add(order));
    System.arraycopy(larger, 0, signature, 32, 32);
    assertFalse(isGood(own, publicKey, signature));
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] big = littleEndian.clone();
    for (int i = 0; i < big.length; i++) {
      big[i] = littleEndian[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  // with a public key of low order a signature of zeros would be good for every message
  @Test
  void anEd25519KeyOfLowOrderSignsNothing() {
    Primitives own = Primitives.Source.standard().of(Suite.NSL_X25519);
    for (String point :
        new String[] {
          "0100000000000000000000000000000000000000000000000000000000000000",
          "0000000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
        }) {
      byte[] low = HexFormat.of().parseHex(point);
      byte[] signature = Arrays.copyOf(low, 64);
      assertFalse(isGood(own, low, signature), point);
    }
  }

  @Test
  void aSuiteWithoutSignaturesTakesNone() throws CryptoFailure {
    Primitives own = Primitives.Source.standard().of(Suite.NSL_XWING);
    own.verify(new byte[0], MESSAGE, new byte[0]);
    assertThrows(CryptoFailure.class, () -> own.verify(new byte[0], MESSAGE, new byte[] {1}));
  }
}

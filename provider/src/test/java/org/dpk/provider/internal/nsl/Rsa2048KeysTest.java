package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import org.dpk.provider.SuiteKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rsa2048KeysTest {

  private static final byte[] NO_KEY = {};

  private final RSAPrivateCrtKey good = Rsa2048Keys.privateKey(RsaTestKeys.pkcs8(1));

  @Test
  void theNumbersOfAGoodKey() throws Exception {
    byte[] again = numbers(good.getModulus(), 65537, 0);
    assertArrayEquals(RsaTestKeys.pkcs8(1), again);
    SuiteKeyPair pair = SuiteKeyPair.ofPkcs8(Suite.NSL_RSA2048, again, NO_KEY);
    assertTrue(Suite.NSL_RSA2048.fits(pair.publicKey()));
  }

  // which: n, d, p, q, d mod p-1, d mod q-1, 1/q mod p
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void numbersThatDoNotBelongTogetherAreRefused(int which) throws Exception {
    byte[] bent = numbers(good.getModulus(), 65537, which);
    String message = refused(bent);
    assertTrue(message.contains("do not belong together"), message);
    assertNoNumberIn(message);
  }

  @ParameterizedTest
  @CsvSource({"1024, 65537", "1536, 65537", "2048, 3", "2048, 257", "3072, 65537"})
  void otherSizesAndExponentsAreRefusedByTheirName(int bits, long exponent) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
    String message = refused(generator.generateKeyPair().getPrivate().getEncoded());
    assertTrue(message.endsWith("not one of " + bits + " bits with " + exponent), message);
  }

  private static String refused(byte[] pkcs8) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SuiteKeyPair.ofPkcs8(Suite.NSL_RSA2048, pkcs8, NO_KEY));
    return String.valueOf(e.getMessage());
  }

  private void assertNoNumberIn(String message) {
    assertFalse(message.contains(good.getPrivateExponent().toString()));
    assertFalse(message.contains(good.getPrimeP().toString()));
  }

  /** PKCS#8 of the good key's numbers, of which one is two too many. */
  private byte[] numbers(BigInteger n, long e, int which) throws Exception {
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            bent(n, which == 1),
            BigInteger.valueOf(e),
            bent(good.getPrivateExponent(), which == 2),
            bent(good.getPrimeP(), which == 3),
            bent(good.getPrimeQ(), which == 4),
            bent(good.getPrimeExponentP(), which == 5),
            bent(good.getPrimeExponentQ(), which == 6),
            bent(good.getCrtCoefficient(), which == 7));
    return KeyFactory.getInstance("RSA").generatePrivate(spec).getEncoded();
  }

  private static BigInteger bent(BigInteger number, boolean really) {
    return really ? number.add(BigInteger.TWO) : number;
  }

  @Test
  void twoKeysAreNotOne() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SuiteKeyPair.of(Suite.NSL_RSA2048, RsaTestKeys.pkcs8(1), RsaTestKeys.pkcs8(2)));
  }

  @Test
  void onePublicKeyHasOneEncoding() {
    byte[] kem = TestParty.pair(Suite.NSL_RSA2048, 1).publicKey().kem();
    assertEquals(270, kem.length);
    assertTrue(fits(kem));
    for (int i = 0; i < kem.length; i++) {
      boolean ofTheModulus = i > 9 && i < 264;
      byte[] flipped = TamperingTest.flip(kem, i, i == 264 ? 0x01 : 0x80);
      assertEquals(ofTheModulus, fits(flipped), "byte " + i);
    }
    assertFalse(fits(Arrays.copyOf(kem, 271)));
    assertFalse(fits(Arrays.copyOf(kem, 269)));
  }

  private static boolean fits(byte[] kem) {
    return Suite.NSL_RSA2048.fits(new SuiteKey(0x0101, kem, NO_KEY));
  }
}

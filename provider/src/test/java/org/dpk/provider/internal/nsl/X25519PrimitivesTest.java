package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class X25519PrimitivesTest {

  private static final HexFormat HEX = HexFormat.of();

  private static final Randomness NO_RANDOMNESS =
      length -> {
        throw new AssertionError("Ed25519 needs none");
      };

  private final Primitives primitives = Primitives.Source.standard().of(Suite.NSL_X25519);
  private final Kem kem = primitives.staticKem();

  @Test
  void rfc9180AppendixA11() throws CryptoFailure {
    byte[] skEm = hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    byte[] pkRm = hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    byte[] skRm = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
    String enc = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431";
    String sharedSecret = "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc";

    Kem.Encapsulation encapsulation = kem.encapsulate(pkRm, length -> skEm.clone());
    byte[] decapsulated = kem.decapsulate(new Kem.KeyPair(skRm, pkRm), hex(enc));

    assertEquals(enc, HEX.formatHex(encapsulation.ciphertext()));
    assertEquals(sharedSecret, HEX.formatHex(encapsulation.sharedSecret()));
    assertEquals(sharedSecret, HEX.formatHex(decapsulated));
  }

  private static List<byte[]> pointsOfLowOrder() {
    return EdgeCases.lowOrderPoints();
  }

  @ParameterizedTest
  @MethodSource("pointsOfLowOrder")
  void pointsOfLowOrderGiveNoSecret(byte[] u) {
    Kem.KeyPair own = kem.generate(new SeededRandomness(1));

    assertThrows(CryptoFailure.class, () -> kem.encapsulate(u, new SeededRandomness(2)));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, u));
  }

  @Test
  void aKeyOfAnotherLengthGivesNoSecret() {
    assertThrows(CryptoFailure.class, () -> kem.encapsulate(new byte[31], new SeededRandomness(2)));
    Kem.KeyPair own = kem.generate(new SeededRandomness(1));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, new byte[33]));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // RFC 5869 A.1 to A.3: IKM, salt, info, PRK, OKM
        "0b*22, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
            + "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5,"
            + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "00..4f, 60..af, b0..ff,"
            + "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244,"
            + "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb4"
            + "1c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        "0b*22, -, -,"
            + "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04,"
            + "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
      })
  void rfc5869AppendixA(String ikm, String salt, String info, String prk, String okm) {
    byte[] extracted = primitives.extract(octets(salt), octets(ikm));
    byte[] expanded = primitives.expand(extracted, octets(info), okm.length() / 2);

    assertEquals(prk, HEX.formatHex(extracted));
    assertEquals(okm, HEX.formatHex(expanded));
  }

  @Test
  void hkdfIsBounded() {
    byte[] prk = new byte[32];
    assertEquals(255 * 32, primitives.expand(prk, new byte[0], 255 * 32).length);
    assertThrows(
        IllegalArgumentException.class, () -> primitives.expand(prk, new byte[0], 255 * 32 + 1));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // RFC 8032 §7.1, tests 1 to 3: private key, public key, message, signature
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,-,"
            + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e"
            + "39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
            + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
            + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f"
            + "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
            + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
            + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67"
            + "f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
      })
  void rfc8032Section71(String privateKey, String publicKey, String message, String signature)
      throws CryptoFailure {
    Kem.KeyPair own = new Kem.KeyPair(hex(privateKey), hex(publicKey));
    byte[] signed = message == null ? new byte[0] : hex(message);

    assertEquals(signature, HEX.formatHex(primitives.sign(own, signed, NO_RANDOMNESS)));
    primitives.verify(hex(publicKey), signed, hex(signature));
  }

  @Test
  void everyFlippedBitOfASignatureIsNoticed() {
    SuiteKeyPair pair = TestParty.pair(3);
    byte[] message = "message".getBytes(US_ASCII);
    Kem.KeyPair own = new Kem.KeyPair(pair.revealSignatureKey(), pair.publicKey().sig());
    byte[] signature = primitives.sign(own, message, NO_RANDOMNESS);
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(CryptoFailure.class, () -> primitives.verify(own.publicKey(), message, flipped));
    }
    for (int length : new int[] {0, 63, 65}) {
      byte[] other = Arrays.copyOf(signature, length);
      assertThrows(CryptoFailure.class, () -> primitives.verify(own.publicKey(), message, other));
    }
  }

  @Test
  void aSignatureWithAScalarBeyondTheOrderIsRefused() {
    // RFC 8032 §5.1.7: S + L verifies where S is not checked to be below L
    SuiteKeyPair pair = TestParty.pair(3);
    byte[] message = "message".getBytes(US_ASCII);
    Kem.KeyPair own = new Kem.KeyPair(pair.revealSignatureKey(), pair.publicKey().sig());
    byte[] signature = primitives.sign(own, message, NO_RANDOMNESS);
    byte[] order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      carry += (signature[32 + i] & 0xFF) + (order[i] & 0xFF);
      signature[32 + i] = (byte) carry;
      carry >>>= 8;
    }
    assertThrows(CryptoFailure.class, () -> primitives.verify(own.publicKey(), message, signature));
  }

  @Test
  void aesGcm() throws CryptoFailure {
    // McGrew, Viega: The Galois/Counter Mode of Operation, appendix B, test case 4
    byte[] key = hex("feffe9928665731c6d6a8f9467308308");
    byte[] iv = hex("cafebabefacedbaddecaf888");
    byte[] data = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plaintext =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] box =
        hex(
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                + "5bc94fbc3221a5db94fae95ae7121a47");

    assertArrayEquals(box, primitives.seal(key, iv, data, plaintext));
    assertArrayEquals(plaintext, primitives.open(key, iv, data, box));
    for (int i = 0; i < box.length; i++) {
      byte[] flipped = box.clone();
      flipped[i] ^= 1;
      assertThrows(CryptoFailure.class, () -> primitives.open(key, iv, data, flipped));
      byte[] cut = Arrays.copyOf(box, i);
      assertThrows(CryptoFailure.class, () -> primitives.open(key, iv, data, cut));
    }
    assertThrows(CryptoFailure.class, () -> primitives.open(key, iv, new byte[0], box));
  }

  @Test
  void theHashIsSha256OverTheParts() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        HEX.formatHex(primitives.hash("a".getBytes(US_ASCII), "bc".getBytes(US_ASCII))));
  }

  private static byte[] hex(String hex) {
    return HEX.parseHex(hex);
  }

  /** {@code 0b*22}, {@code 00..4f} or plain hexadecimal. */
  private static byte[] octets(String text) {
    if (text == null) {
      return new byte[0];
    }
    if (text.contains("*")) {
      return hex(text.substring(0, 2).repeat(Integer.parseInt(text.substring(3))));
    }
    if (text.contains("..")) {
      int first = Integer.parseInt(text.substring(0, 2), 16);
      int last = Integer.parseInt(text.substring(4), 16);
      byte[] run = new byte[last - first + 1];
      for (int i = 0; i < run.length; i++) {
        run[i] = (byte) (first + i);
      }
      return run;
    }
    return hex(text);
  }
}

package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.prng.FixedSecureRandom;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XWingKemTest {

  private static final HexFormat HEX = HexFormat.of();

  private final Kem kem = new XWingKem();

  // draft-connolly-cfrg-xwing-kem-10, appendix C; the same since draft 06
  @ParameterizedTest
  @CsvSource({
    "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26,"
        + "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
        + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2,"
        + "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
    "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea,"
        + "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
        + "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d,"
        + "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
    "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9,"
        + "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
        + "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b,"
        + "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
  })
  void theVectorsOfTheDraft(String seed, String eseed, String sharedSecret) throws CryptoFailure {
    byte[] publicKey = XWingKem.publicKey(HEX.parseHex(seed));

    Kem.Encapsulation made = kem.encapsulate(publicKey, length -> HEX.parseHex(eseed));
    byte[] opened =
        kem.decapsulate(new Kem.KeyPair(HEX.parseHex(seed), publicKey), made.ciphertext());

    assertEquals(sharedSecret, HEX.formatHex(made.sharedSecret()));
    assertEquals(sharedSecret, HEX.formatHex(opened));
    assertEquals(kem.publicKeyLength(), publicKey.length);
    assertEquals(kem.ciphertextLength(), made.ciphertext().length);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bouncyCastleComputesTheSame(long seed) throws CryptoFailure {
    Kem.KeyPair own = kem.generate(new SeededRandomness(seed));
    byte[] eseed = new SeededRandomness(seed + 100).next(64);
    XWingPrivateKeyParameters theirs = new XWingPrivateKeyParameters(own.privateKey());

    Kem.Encapsulation ours = kem.encapsulate(own.publicKey(), length -> eseed.clone());
    SecretWithEncapsulation reference =
        new XWingKEMGenerator(new FixedSecureRandom(eseed))
            .generateEncapsulated(new XWingPublicKeyParameters(own.publicKey()));

    assertArrayEquals(reference.getEncapsulation(), ours.ciphertext());
    assertArrayEquals(reference.getSecret(), ours.sharedSecret());
    assertArrayEquals(
        new XWingKEMExtractor(theirs).extractSecret(ours.ciphertext()), ours.sharedSecret());
  }

  @Test
  void aChangedCiphertextYieldsAnotherSecretAndNoError() throws CryptoFailure {
    Kem.KeyPair own = kem.generate(new SeededRandomness(1));
    Kem.Encapsulation made = kem.encapsulate(own.publicKey(), new SeededRandomness(2));
    for (int i = 0; i < made.ciphertext().length; i += 7) {
      byte[] changed = TamperingTest.flip(made.ciphertext(), i, 1);
      assertFalse(Arrays.equals(made.sharedSecret(), kem.decapsulate(own, changed)), "byte " + i);
    }
  }

  @Test
  void aKeyThatFips203RefusesIsNotUsed() {
    byte[] publicKey = kem.generate(new SeededRandomness(1)).publicKey();
    publicKey[0] = (byte) 0xFF;
    publicKey[1] = (byte) 0xFF; // a coefficient above the modulus 3329
    assertThrows(CryptoFailure.class, () -> kem.encapsulate(publicKey, new SeededRandomness(2)));
    assertThrows(
        CryptoFailure.class, () -> kem.encapsulate(new byte[1215], new SeededRandomness(2)));
  }

  @Test
  void aCiphertextOfAnotherLengthGivesNoSecret() {
    Kem.KeyPair own = kem.generate(new SeededRandomness(1));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, new byte[1119]));
    assertThrows(CryptoFailure.class, () -> kem.decapsulate(own, new byte[1121]));
  }
}

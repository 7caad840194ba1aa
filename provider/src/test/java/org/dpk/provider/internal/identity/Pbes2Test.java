package org.dpk.provider.internal.identity;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.dpk.provider.internal.identity.IdentityFixture.RANDOM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.junit.jupiter.api.Test;

class Pbes2Test {

  @Test
  void anotherImplementationReadsTheContainer() throws Exception {
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM);
        FileKey key = FileKey.derive(KeyDerivation.fresh(RANDOM), PASSWORD)) {
      byte[] container = key.encryptPkcs8(keys.kemPkcs8(), RANDOM);
      byte[] read =
          new PKCS8EncryptedPrivateKeyInfo(container)
              .decryptPrivateKeyInfo(
                  new JcePKCSPBEInputDecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(PASSWORD))
              .getEncoded();
      assertArrayEquals(keys.kemPkcs8(), read);
    }
  }

  @Test
  void everyFlippedByteIsRefused() {
    byte[] secret = {1, 2, 3, 4};
    try (FileKey key = FileKey.derive(IdentityFixture.cheap(), PASSWORD)) {
      byte[] container = key.encryptPkcs8(secret, RANDOM);
      for (int i = 0; i < container.length; i++) {
        byte[] flipped = container.clone();
        flipped[i] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> key.decryptPkcs8(flipped));
      }
      assertArrayEquals(secret, key.decryptPkcs8(container));
    }
  }

  @Test
  void everyTruncationIsRefused() {
    try (FileKey key = FileKey.derive(IdentityFixture.cheap(), PASSWORD)) {
      byte[] container = key.encryptPkcs8(new byte[48], RANDOM);
      for (int length = 0; length < container.length; length++) {
        byte[] part = Arrays.copyOf(container, length);
        assertThrows(IllegalArgumentException.class, () -> key.decryptPkcs8(part));
      }
    }
  }

  @Test
  void aSecretIsBoundToItsName() {
    try (FileKey key = FileKey.derive(IdentityFixture.cheap(), PASSWORD)) {
      byte[] sealed = key.encrypt("enrolment/token", new byte[] {1, 2, 3}, RANDOM);
      assertArrayEquals(new byte[] {1, 2, 3}, key.decrypt("enrolment/token", sealed));
      assertThrows(IllegalArgumentException.class, () -> key.decrypt("wallet", sealed));
      assertThrows(
          IllegalArgumentException.class, () -> key.decrypt("enrolment/token", new byte[5]));
    }
  }
}

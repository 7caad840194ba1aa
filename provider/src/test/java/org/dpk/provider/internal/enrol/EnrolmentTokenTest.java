package org.dpk.provider.internal.enrol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.junit.jupiter.api.Test;

class EnrolmentTokenTest {

  private static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");
  private static final DpkIdentity DEVICE = DpkIdentity.of(new UUID(1, 2));
  private static final EnrolmentToken.Issuer ISSUER = issuer(31337, 7, new UUID(3, 4));

  private final Ed25519PrivateKeyParameters key =
      new Ed25519PrivateKeyParameters(new SecureRandom());
  private final byte[] secret = new byte[32];
  private final EnrolmentToken token =
      EnrolmentToken.issue(secret, DEVICE, UNTIL, ISSUER, this::sign);

  @Test
  void survivesItsEncoding() {
    EnrolmentToken read = EnrolmentToken.decode(token.encode());

    assertEquals(DEVICE, read.identity());
    assertEquals(UNTIL, read.notAfter());
    assertArrayEquals(token.hash(), read.hash());
    assertArrayEquals(token.encode(), read.encode());
    assertTrue(read.isSignedBy(key.generatePublicKey().getEncoded(), ISSUER));
  }

  @Test
  void itsNameIsAHashOfAllOfIt() {
    EnrolmentToken other =
        EnrolmentToken.issue(secret, DEVICE, UNTIL.plusSeconds(1), ISSUER, this::sign);

    assertEquals(32, token.hash().length);
    assertFalse(Arrays.equals(token.hash(), other.hash()));
  }

  @Test
  void isGoodForOnePkmOfOneRegistry() {
    byte[] pub = key.generatePublicKey().getEncoded();

    assertFalse(token.isSignedBy(pub, issuer(1, 7, new UUID(3, 4))));
    assertFalse(token.isSignedBy(pub, issuer(31337, 8, new UUID(3, 4))));
    assertFalse(token.isSignedBy(pub, issuer(31337, 7, new UUID(3, 5))));
    assertFalse(token.isSignedBy(new byte[32], ISSUER));
    assertFalse(token.isSignedBy(new byte[31], ISSUER));
  }

  @Test
  void noByteCanBeChanged() {
    byte[] pub = key.generatePublicKey().getEncoded();
    byte[] good = token.encode();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertFalse(isGenuine(bad, pub), "byte " + i);
    }
  }

  @Test
  void noTruncationAndNoTailIsRead() {
    byte[] good = token.encode();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IllegalArgumentException.class, () -> EnrolmentToken.decode(cut));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThrows(IllegalArgumentException.class, () -> EnrolmentToken.decode(longer));
    byte[] huge = new byte[EnrolmentToken.MAX_LENGTH + 1];
    assertThrows(IllegalArgumentException.class, () -> EnrolmentToken.decode(huge));
  }

  @Test
  void doesNotShowItsSecret() {
    byte[] known = new byte[32];
    Arrays.fill(known, (byte) 0xA7);
    EnrolmentToken shown = EnrolmentToken.issue(known, DEVICE, UNTIL, ISSUER, this::sign);

    assertFalse(shown.toString().toLowerCase(java.util.Locale.ROOT).contains("a7a7"));
  }

  private static boolean isGenuine(byte[] token, byte[] pub) {
    try {
      return EnrolmentToken.decode(token).isSignedBy(pub, ISSUER);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] sign(byte[] message) {
    byte[] signature = new byte[64];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  private static EnrolmentToken.Issuer issuer(long chain, int contract, UUID pkm) {
    byte[] address = new byte[20];
    address[19] = (byte) contract;
    return new EnrolmentToken.Issuer(
        new RegistryId(chain, EthereumAddress.of(address)), DpkIdentity.of(pkm));
  }
}

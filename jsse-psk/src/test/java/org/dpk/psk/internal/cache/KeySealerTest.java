package org.dpk.psk.internal.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.dpk.psk.Psk;
import org.dpk.psk.SealedPsk;
import org.junit.jupiter.api.Test;

class KeySealerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final byte[] DESCRIPTION = "who it is".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECRET =
      "a secret of thirty-two bytes ...".getBytes(StandardCharsets.US_ASCII);

  private final KeySealer sealer = new KeySealer(key(1), new SecureRandom());

  private static SecretKey key(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return new SecretKeySpec(bytes, "HKDF");
  }

  private SealedPsk seal(String identity, String principal) {
    try (Psk psk = Psk.of(identity, SECRET)) {
      return sealer.seal(psk, principal, DESCRIPTION, NOW, NOW.plusSeconds(60));
    }
  }

  @Test
  void opensWhatAnotherOfTheSameKeySealed() {
    KeySealer.Content opened =
        new KeySealer(key(1), new SecureRandom()).open(seal("id", "alice")).orElseThrow();

    assertArrayEquals(SECRET, opened.secret());
    assertArrayEquals(DESCRIPTION, opened.description());
    assertEquals(NOW, opened.created());
  }

  @Test
  void opensNothingOfAnotherKey() {
    assertTrue(new KeySealer(key(2), new SecureRandom()).open(seal("id", "alice")).isEmpty());
  }

  @Test
  void refusesARowThatWasMovedOrAltered() {
    SealedPsk row = seal("id", "alice");
    SealedPsk other = seal("other", "bob");

    assertRefused(new SealedPsk(other.name(), row.owner(), row.expiry(), row.sealed()));
    assertRefused(new SealedPsk(row.name(), other.owner(), row.expiry(), row.sealed()));
    assertRefused(new SealedPsk(row.name(), row.owner(), row.expiry().plusMillis(1), row.sealed()));
    assertRefused(new SealedPsk(row.name(), row.owner(), row.expiry(), other.sealed()));
  }

  @Test
  void refusesEachFlippedBitAndEachTruncation() {
    SealedPsk row = seal("id", "alice");
    byte[] sealed = Base64.getUrlDecoder().decode(row.sealed());
    for (int i = 0; i < sealed.length; i++) {
      byte[] flipped = sealed.clone();
      flipped[i] ^= 1;
      assertRefused(withSealed(row, encode(flipped)));
      assertRefused(withSealed(row, i == 0 ? "A" : encode(Arrays.copyOf(sealed, i))));
    }
    assertRefused(withSealed(row, "no base64, at all!"));
  }

  private void assertRefused(SealedPsk row) {
    assertTrue(sealer.open(row).isEmpty());
  }

  private static SealedPsk withSealed(SealedPsk row, String sealed) {
    return new SealedPsk(row.name(), row.owner(), row.expiry(), sealed);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void pseudonymsAreOfTheKey() {
    KeySealer other = new KeySealer(key(2), new SecureRandom());
    byte[] identity = {1, 2, 3};

    assertEquals(sealer.name(identity), sealer.name(identity.clone()));
    assertNotEquals(sealer.name(identity), other.name(identity));
    assertNotEquals(sealer.owner("alice"), other.owner("alice"));
    assertNotEquals(
        sealer.name("alice".getBytes(StandardCharsets.US_ASCII)), sealer.owner("alice"));
  }

  @Test
  void theLongestKeyAndDescriptionFitARow() {
    byte[] longest = new byte[KeySealer.MAX_DESCRIPTION_LENGTH];
    try (Psk psk = Psk.of(new byte[Psk.MAX_IDENTITY_LENGTH], new byte[Psk.MAX_SECRET_LENGTH])) {
      SealedPsk row = sealer.seal(psk, "x".repeat(9_999), longest, NOW, NOW);
      assertTrue(sealer.open(row).isPresent());
    }
  }

  @Test
  void sealsTheSameTwiceDifferently() {
    assertNotEquals(seal("id", "alice").sealed(), seal("id", "alice").sealed());
    assertFalse(seal("id", "alice").toString().contains(seal("id", "alice").name()));
  }
}

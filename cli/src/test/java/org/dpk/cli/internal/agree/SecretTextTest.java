package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SecretTextTest {

  @Test
  void everyByteHasItsTwoDigits() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (SecretText text = new SecretText()) {
      String hex = new String(text.hex(all).toByteArray(), US_ASCII);
      assertEquals(HexFormat.of().formatHex(all), hex);
    }
  }

  @Test
  void growsBeyondItsFirstRoom() {
    try (SecretText text = new SecretText()) {
      for (int i = 0; i < 1_000; i++) {
        text.text("ab");
      }
      assertEquals("ab".repeat(1_000), new String(text.toByteArray(), US_ASCII));
    }
  }

  @Test
  void holdsNothingAfterItIsClosed() {
    SecretText text = new SecretText().text("secret");
    text.close();
    assertArrayEquals(new byte[0], text.toByteArray());
  }
}

package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretTest {

  private final byte[] bytes = {1, 2, 3};
  private final Secret secret = Secret.owning(bytes);

  @Test
  void isErasedInPlaceAndIsOfNoUseAfterwards() {
    assertSame(bytes, secret.reveal());

    secret.close();
    secret.close();

    assertArrayEquals(new byte[3], bytes);
    assertThrows(IllegalStateException.class, secret::reveal);
    assertThrows(IllegalStateException.class, () -> secret.isSame(new byte[3]));
  }

  @Test
  void isComparedByItsBytes() {
    assertTrue(secret.isSame(new byte[] {1, 2, 3}));
    assertFalse(secret.isSame(new byte[] {1, 2, 4}));
    assertFalse(secret.isSame(new byte[] {1, 2}));
  }

  @Test
  void isNotPrinted() {
    assertEquals("Secret", secret.toString());
  }

  @Test
  void aRunErasesWhatItKept() {
    byte[] other = {4};
    RunSecrets run = new RunSecrets();
    run.keep(bytes);
    run.keep(other);
    run.close();

    assertArrayEquals(new byte[3], bytes);
    assertArrayEquals(new byte[1], other);
  }
}

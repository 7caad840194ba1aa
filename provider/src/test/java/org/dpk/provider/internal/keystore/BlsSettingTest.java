package org.dpk.provider.internal.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dpk.provider.DpkProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlsSettingTest {

  @AfterEach
  void unset() {
    System.clearProperty(DpkProvider.BLS_PROPERTY);
  }

  @Test
  void theLibraryThatIsSetIsTaken() {
    assertEquals("jblst", Settings.bls().library());
    System.setProperty(DpkProvider.BLS_PROPERTY, "bouncycastle");
    assertEquals("Bouncy Castle", Settings.bls().library());
  }

  @Test
  void anUnknownLibraryIsNamed() {
    System.setProperty(DpkProvider.BLS_PROPERTY, "milagro");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, Settings::check);
    assertEquals(
        "org.dpk.bls can't be 'milagro': write something like jblst or bouncycastle",
        e.getMessage());
  }
}

package org.dpk.contracts.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTermsTest {

  private static final String OWNER = "0x00000000000000000000000000000000000000Aa";

  @ParameterizedTest
  @CsvSource({"12000, 216000, 7200", "2000, 1296000, 43200", "250, 10368000, 345600"})
  void daysAreCountedInBlocks(long blockMillis, long tombstone, long pending) {
    assertEquals(
        new DeploymentTerms(OWNER, tombstone, pending),
        DeploymentTerms.usual(OWNER, Duration.ofMillis(blockMillis)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0xaa", "00000000000000000000000000000000000000aaaa"})
  void anOwnerIsAnAddress(String owner) {
    assertThrows(IllegalArgumentException.class, () -> new DeploymentTerms(owner, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 0", "0, -1", "1099511627776, 1", "0, 1099511627776"})
  void numbersOfBlocksFitIntoFortyBits(long tombstone, long pending) {
    assertThrows(
        IllegalArgumentException.class, () -> new DeploymentTerms(OWNER, tombstone, pending));
  }

  @Test
  void blocksTakeTime() {
    assertThrows(IllegalArgumentException.class, () -> DeploymentTerms.usual(OWNER, Duration.ZERO));
  }
}

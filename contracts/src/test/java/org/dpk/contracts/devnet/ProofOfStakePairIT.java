package org.dpk.contracts.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("one-jdk")
class ProofOfStakePairIT {

  @Test
  void takesTheRegistryAndSaysWhichChainItIs() throws Exception {
    ProofOfStakePair pair = ProofOfStakePair.start();
    try (Devnet devnet = Devnet.on(pair)) {
      String pkm = devnet.account(1).address();
      devnet.addPkm(pkm);
      assertTrue(devnet.owner().isPkm(pkm));

      assertEquals("minimal", pair.spec().path("PRESET_BASE").asText());
      assertTrue(pair.genesisTime().isBefore(Instant.now()));
      assertEquals(66, pair.genesisValidatorsRoot().length());
    }
    assertFalse(pair.isAlive());
  }
}

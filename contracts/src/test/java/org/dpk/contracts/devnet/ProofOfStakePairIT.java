package org.dpk.contracts.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProofOfStakePairIT {

  @Test
  void takesTheRegistryAndServesLightClients() throws Exception {
    ProofOfStakePair pair = ProofOfStakePair.start();
    try (Devnet devnet = Devnet.on(pair)) {
      String pkm = devnet.account(1).address();
      devnet.addPkm(pkm);
      assertTrue(devnet.owner().isPkm(pkm));

      String checkpoint = pair.checkpoint();
      JsonNode bootstrap = pair.beaconData("/eth/v1/beacon/light_client/bootstrap/" + checkpoint);
      String stateRoot = bootstrap.at("/header/execution/state_root").asText();
      String blockHash = bootstrap.at("/header/execution/block_hash").asText();
      JsonNode block = pair.rpc("eth_getBlockByHash", blockHash, false);
      assertEquals(block.path("stateRoot").asText(), stateRoot);
      assertEquals("minimal", pair.spec().path("PRESET_BASE").asText());
      assertTrue(pair.genesisTime().isBefore(Instant.now()));
      assertEquals(66, pair.genesisValidatorsRoot().length());
    }
    assertFalse(pair.isAlive());
  }
}

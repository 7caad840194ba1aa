package org.dpk.contracts.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryDeployerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Anvil anvil;
  private byte[] key;

  @BeforeEach
  void startChain() throws Exception {
    anvil = Anvil.start();
    key = anvil.accounts().get(3).privateKey();
  }

  @AfterEach
  void stopChain() {
    anvil.close();
  }

  @Test
  void deploysAnywhereForAnyOwner() throws Exception {
    RegistryDeployer deployer = new RegistryDeployer(anvil.uri(), key, PATIENCE);
    assertEquals(anvil.accounts().get(3).address(), deployer.address());
    byte[] ownersKey = anvil.accounts().get(4).privateKey();
    String owner = anvil.accounts().get(4).address();
    DeployedRegistry registry =
        deployer.deploy(DeploymentTerms.usual(owner, Duration.ofSeconds(12)));

    assertEquals(anvil.chainId(), registry.chainId());
    JsonNode receipt = anvil.rpc("eth_getTransactionReceipt", registry.transaction());
    assertEquals(receipt.path("contractAddress").asText(), registry.address());
    assertEquals(registry.block(), JsonRpc.quantity(receipt.path("blockNumber")).longValue());
    assertEquals(registry.gasUsed(), JsonRpc.quantity(receipt.path("gasUsed")).longValue());

    new RegistryOwner(anvil.uri(), ownersKey, registry.address(), PATIENCE).pause();
    RegistryOwner payer = new RegistryOwner(anvil.uri(), key, registry.address(), PATIENCE);
    String why = assertThrows(DeploymentException.class, payer::unpause).getMessage();
    assertTrue(why.contains("OwnableUnauthorizedAccount"), why);
    assertFalse(payer.isPkm(owner));
  }

  @Test
  void refusesAChainWhoseContractsSeeOtherBlockNumbers() throws Exception {
    try (LyingBlockNumbers proxy = new LyingBlockNumbers(anvil, 1000)) {
      RegistryDeployer deployer = new RegistryDeployer(proxy.uri(), key, PATIENCE);
      String owner = deployer.address();
      String why =
          assertThrows(
                  DeploymentException.class,
                  () -> deployer.deploy(DeploymentTerms.usual(owner, Duration.ofSeconds(12))))
              .getMessage();
      assertEquals(
          "chain 31337 is not supported: a contract sees block.number 1 where the RPC says 1001;"
              + " choose a chain where they are equal",
          why);
      // the probe only: no registry was left behind
      assertEquals(1, JsonRpc.quantity(anvil.rpc("eth_blockNumber")).intValue());
    }
  }

  @Test
  void anAccountWithoutEtherIsToldSo() throws Exception {
    byte[] poor = new byte[32];
    poor[31] = 1;
    RegistryDeployer deployer = new RegistryDeployer(anvil.uri(), poor, PATIENCE);
    anvil.rpc("anvil_setBalance", deployer.address(), "0x0");
    String why =
        assertThrows(
                DeploymentException.class,
                () ->
                    deployer.deploy(
                        DeploymentTerms.usual(deployer.address(), Duration.ofSeconds(12))))
            .getMessage();
    assertTrue(why.contains("nsufficient funds"), why);
  }

  @Test
  void noNodeNoChain() {
    URI gone = anvil.uri();
    anvil.close();
    String why =
        assertThrows(DeploymentException.class, () -> new RegistryDeployer(gone, key, PATIENCE))
            .getMessage();
    assertEquals("no chain answers at " + gone.getAuthority(), why);
  }

  @Test
  void malformedArguments() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegistryDeployer(URI.create("ws://127.0.0.1:1"), key, PATIENCE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegistryDeployer(anvil.uri(), new byte[31], PATIENCE));
  }
}

package org.dpk.contracts.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.dpk.contracts.deployment.DeploymentException;
import org.dpk.contracts.deployment.RegistryOwner;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevnetIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void theWellKnownAccountsAreAnvilsOwn() throws Exception {
    try (Anvil anvil = Anvil.start()) {
      JsonNode known = anvil.rpc("eth_accounts");
      assertEquals(10, known.size());
      for (int i = 0; i < known.size(); i++) {
        FundedAccount account = anvil.accounts().get(i);
        assertTrue(known.get(i).asText().equalsIgnoreCase(account.address()));
        JsonNode balance = anvil.rpc("eth_getBalance", account.address(), "latest");
        assertEquals(BigInteger.TEN.pow(22), JsonRpc.quantity(balance));
      }
    }
  }

  @Test
  void deploysWithARoleForThePkmAndTheOwnerAlone() throws Exception {
    try (Devnet devnet = Devnet.start()) {
      String pkm = devnet.account(1).address();
      assertFalse(devnet.owner().isPkm(pkm));
      devnet.addPkm(pkm);
      devnet.addPkm(pkm);
      assertTrue(devnet.owner().isPkm(pkm));
      devnet.owner().removePkm(pkm);
      assertFalse(devnet.owner().isPkm(pkm));

      RegistryOwner stranger =
          new RegistryOwner(
              devnet.uri(), devnet.account(2).privateKey(), devnet.registryAddress(), PATIENCE);
      String why = assertThrows(DeploymentException.class, () -> stranger.addPkm(pkm)).getMessage();
      assertEquals(
          "addPkm was refused: OwnableUnauthorizedAccount(%s)"
              .formatted(devnet.account(2).address()),
          why);
    }
  }

  @Test
  void aStateFileBringsTheRegistryBackEvenAfterAKill(@TempDir Path folder) throws Exception {
    AnvilOptions options = AnvilOptions.defaults().withState(folder.resolve("chain.json"));
    Devnet first = Devnet.start(options);
    try {
      first.addPkm(first.account(1).address());
    } finally {
      first.close();
    }
    try (Devnet second = Devnet.resume(options, first.registry())) {
      assertTrue(second.owner().isPkm(first.account(1).address()));
    }
  }

  @Test
  void anAddressWithoutContractIsNamed() throws Exception {
    try (Anvil anvil = Anvil.start()) {
      byte[] key = anvil.accounts().get(0).privateKey();
      String nowhere = "0x00000000000000000000000000000000000000aa";
      String why =
          assertThrows(
                  DeploymentException.class,
                  () -> new RegistryOwner(anvil.uri(), key, nowhere, PATIENCE))
              .getMessage();
      assertTrue(why.contains("no contract at " + nowhere), why);
    }
  }

  @Test
  void optionsReachTheNode(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("anvil.ipc");
    AnvilOptions options =
        AnvilOptions.defaults()
            .withChainId(4711)
            .withIpc(socket)
            .withBlockTime(Duration.ofMillis(200))
            .withSlotsInAnEpoch(4);
    try (Anvil anvil = Anvil.start(options)) {
      assertEquals(4711, anvil.chainId());
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        assertTrue(channel.connect(UnixDomainSocketAddress.of(socket)));
      }
      JsonNode result = anvil.rpc("anvil_nodeInfo");
      assertEquals(4711, result.path("environment").path("chainId").asLong());
    }
  }

  @Test
  void closingEndsTheProcess() throws Exception {
    Anvil anvil = Anvil.start();
    assertTrue(anvil.isAlive());
    anvil.close();
    anvil.close();
    assertFalse(anvil.isAlive());
    assertFalse(ProcessHandle.of(anvil.pid()).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void aPortInUseIsAnErrorThatShowsWhatAnvilSaid() throws Exception {
    try (Anvil anvil = Anvil.start()) {
      AnvilOptions same = AnvilOptions.defaults().withPort(anvil.port());
      String why = assertThrows(AnvilException.class, () -> Anvil.start(same)).getMessage();
      assertTrue(why.contains("Address already in use"), why);
    }
  }
}

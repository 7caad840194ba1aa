package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainEndpointTest {

  private static final RegistryId REGISTRY =
      new RegistryId(1, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8545",
        "https://node.example/v3/key",
        "ws://localhost:8546",
        "WSS://node.example",
        "/var/run/geth.ipc",
        "file:///var/run/geth.ipc"
      })
  void knowsTheWaysToANode(String node) {
    assertTrue(ChainEndpoint.of(node, REGISTRY).toString().contains("chain 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ftp://node.example", "http://", "http:///path", "ht tp://x"})
  void refusesWhatIsNoWayToANode(String node) {
    assertThrows(IllegalArgumentException.class, () -> ChainEndpoint.of(node, REGISTRY));
  }

  @Test
  void showsNoSecretOfTheAddress() {
    String shown =
        ChainEndpoint.of("https://user:secret@node.example:444/v3/secret?key=secret", REGISTRY)
            .toString();
    assertFalse(shown.contains("secret"), shown);
    assertTrue(shown.startsWith("https://node.example:444 "), shown);
  }

  @Test
  void asksADevelopmentChainMoreOften() {
    RegistryId development = new RegistryId(31337, REGISTRY.contract());
    ChainEndpoint endpoint = ChainEndpoint.of("http://localhost:8545", development);
    assertEquals(Duration.ofMillis(500), endpoint.limits().poll());
    assertEquals(Duration.ofSeconds(4), ChainEndpoint.of("http://x", REGISTRY).limits().poll());
  }

  @Test
  void aDeadlineOfZeroIsRefused() {
    ChainEndpoint.Limits limits = ChainEndpoint.Limits.DEFAULT;
    assertThrows(
        IllegalArgumentException.class,
        () -> limits.withDeadlines(Duration.ZERO, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> limits.withPoll(Duration.ofSeconds(-1)));
  }
}

package org.dpk.contracts.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnvilOptionsTest {

  @Test
  void theUsualCommandLine() {
    assertEquals(
        "--host 127.0.0.1 --port 0 --chain-id 31337 --slots-in-an-epoch 1",
        String.join(" ", AnvilOptions.defaults().arguments()));
  }

  @Test
  void everyOptionOnTheCommandLine() {
    AnvilOptions options =
        AnvilOptions.defaults()
            .withPort(8545)
            .withChainId(7)
            .withState(Path.of("state.json"))
            .withBlockTime(Duration.ofMillis(1500))
            .withIpc(Path.of("anvil.ipc"))
            .withSlotsInAnEpoch(32);
    assertEquals(
        "--host 127.0.0.1 --port 8545 --chain-id 7 --slots-in-an-epoch 32 --state state.json"
            + " --state-interval 1 --preserve-historical-states --block-time 1.500"
            + " --ipc anvil.ipc",
        String.join(" ", options.arguments()));
  }

  @Test
  void outOfRange() {
    AnvilOptions options = AnvilOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withPort(-1));
    assertThrows(IllegalArgumentException.class, () -> options.withPort(65536));
    assertThrows(IllegalArgumentException.class, () -> options.withChainId(0));
    assertThrows(IllegalArgumentException.class, () -> options.withSlotsInAnEpoch(0));
    assertThrows(IllegalArgumentException.class, () -> options.withBlockTime(Duration.ZERO));
  }
}

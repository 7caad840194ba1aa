package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dpk.cli.internal.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DevnetCommandIT {

  @TempDir private Path folder;

  private final CommandRun dpk = new CommandRun();

  private String[] devnet(String... more) {
    String[] args = new String[5 + more.length];
    String[] first = {"devnet", "--port", "0", "--network", folder.resolve("net.json").toString()};
    System.arraycopy(first, 0, args, 0, first.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    return args;
  }

  @Test
  void aChainThatIsNotKeptLeavesNothing() throws IOException {
    try (BackgroundRun devnet = BackgroundRun.start(dpk, devnet("--json")).awaitOut("}\n")) {
      JsonNode shown = Json.mapper().readTree(dpk.out());
      assertEquals(Json.mapper().readTree(folder.resolve("net.json").toFile()), shown);
      assertEquals(31337, shown.path("chainId").asLong());
      assertEquals(0, devnet.stop());
    }
    assertFalse(Files.exists(folder.resolve("net.json")));
  }

  @Test
  void aChainThatIsKeptGoesOnWithItsRegistry() throws IOException {
    String state = folder.resolve("chain.json").toString();
    String contract;
    try (BackgroundRun devnet =
        BackgroundRun.start(dpk, devnet("--json", "--state", state)).awaitOut("}\n")) {
      contract = Json.mapper().readTree(dpk.out()).path("contract").asText();
    }
    try (BackgroundRun devnet =
        BackgroundRun.start(dpk, devnet("--json", "--state", state)).awaitOut("}\n")) {
      assertEquals(contract, Json.mapper().readTree(dpk.out()).path("contract").asText());
    }
  }

  @Test
  void aChainWithoutItsNetworkFileIsNotOverwritten() throws IOException {
    Path state = Files.writeString(folder.resolve("chain.json"), "{}");
    assertEquals(66, dpk.run(devnet("--state", state.toString())));
    assertTrue(dpk.err().contains("does not say where its registry is"), dpk.err());
    assertEquals("{}", Files.readString(state));
  }

  @Test
  void aPortThatIsTakenIsOneError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(
          69,
          dpk.run(
              "devnet",
              "--port",
              String.valueOf(taken.getLocalPort()),
              "--network",
              folder.resolve("net.json").toString()));
    }
    assertEquals(2, dpk.errLines().size(), dpk.err());
    assertTrue(dpk.err().contains("--port 0"), dpk.err());
  }
}

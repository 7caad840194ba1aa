package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.network.Network;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NetworkOptionsTest {

  private static final String CONTRACT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
  private static final Network NETWORK =
      new Network(
          new RegistryId(31337, EthereumAddress.parse(CONTRACT)),
          "http://127.0.0.1:8545",
          Optional.empty());

  @TempDir private Path folder;

  private static Network network(CommandRun run, String... args) throws IOException {
    NetworkOptions options = new NetworkOptions(run.surroundings());
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
    Converters.register(line);
    line.addMixin("network", options);
    line.parseArgs(args);
    return options.network();
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("n.json");
    NETWORK.write(file);
    assertEquals(NETWORK, network(new CommandRun(), "--network", file.toString()));
    assertEquals(NETWORK, network(new CommandRun().with("DPK_NETWORK", file.toString())));
  }

  @Test
  void theValuesAloneDo() throws IOException {
    String[] args = {
      "--node", "http://127.0.0.1:8545", "--chain-id", "31337", "--contract", CONTRACT
    };
    assertEquals(NETWORK, network(new CommandRun(), args));
  }

  @Test
  void fileAndValuesExcludeEachOther() {
    CommandRun dpk = new CommandRun();
    assertEquals(64, dpk.run("lookup", "dns:a", "--network", "f", "--node", "http://x"));
    assertEquals(64, dpk.run("lookup", "dns:a", "--node", "http://x"));
    assertTrue(dpk.err().contains("--chain-id"), dpk.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "{\"chainId\":0,\"contract\":\"0x5fbdb2315678afecb367f032d93f642f64180aa3\",\"node\":\"x\"}",
        "{\"chainId\":31337,\"contract\":\"0x5fbd\",\"node\":\"http://127.0.0.1:8545\"}"
      })
  void anythingElseIsNoNetworkFile(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("n.json"), content);
    Failure failure =
        assertThrows(Failure.class, () -> network(new CommandRun(), "--network", file.toString()));
    assertEquals(ExitCode.DATA, failure.diagnosis().exit());
  }
}

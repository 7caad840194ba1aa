package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A light configuration that can't be used ends the command before anybody is asked. */
class LightOptionsTest {

  private static final String REGISTRY = "0x00000000000000000000000000000000000000aa";

  @TempDir private Path folder;
  private final CommandRun dpk = new CommandRun().wide(200);

  private int lookup(String... more) {
    String[] named = {
      "lookup", "dns:a.example", "--node", "http://127.0.0.1:1", "--chain-id", "31337",
    };
    String[] args = java.util.Arrays.copyOf(named, named.length + 2 + more.length);
    args[named.length] = "--contract";
    args[named.length + 1] = REGISTRY;
    System.arraycopy(more, 0, args, named.length + 2, more.length);
    return dpk.run(args);
  }

  @Test
  void aMissingFileIsNamed() {
    assertEquals(66, lookup("--light", folder.resolve("light.json").toString()));
    assertTrue(dpk.err().contains("light.json can't be read"), dpk.err());
    assertEquals(2, dpk.errLines().size(), dpk.err());
  }

  @Test
  void theEnvironmentNamesItToo() throws Exception {
    Path file = Files.writeString(folder.resolve("light.json"), "{\"anchor\": \"luck\"}");
    dpk.with("DPK_LIGHT", file.toString());
    assertEquals(78, lookup());
    assertTrue(dpk.err().contains("'anchor' can't be used"), dpk.err());
  }

  @Test
  void anotherChainIsRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("light.json"),
            """
            {"network": "hoodi", "anchor": "quorum", "agree": 1, "nodes": ["http://127.0.0.1:1"]}
            """);
    assertEquals(78, lookup("--light", file.toString()));
    assertTrue(dpk.err().contains("is for hoodi, which is chain 560048"), dpk.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lookup", "enrol", "get", "serve", "agree"})
  void everyCommandThatReadsARegistryTakesIt(String command) {
    assertEquals(0, dpk.run("help", command));
    assertTrue(dpk.out().contains("--light=FILE"), dpk.out());
  }
}

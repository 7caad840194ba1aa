package org.dpk.contracts.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnvilBinaryTest {

  @TempDir private Path folder;

  @Test
  void theEnvironmentGoesFirstThenTheProjectThenThePath() throws Exception {
    Path named = program("named/anvil");
    Path installed = program("home/contracts/node_modules/.bin/anvil");
    Path onPath = program("bin/anvil");
    String home = folder.resolve("home").toString();
    String path = folder.resolve("empty") + ":" + onPath.getParent();

    Map<String, String> all = Map.of("DPK_ANVIL", named.toString(), "PATH", path);
    assertEquals(named, AnvilBinary.find(all, home));
    assertEquals(installed, AnvilBinary.find(Map.of("PATH", path), home));
    assertEquals(onPath, AnvilBinary.find(Map.of("PATH", path), null));
    assertEquals(onPath, AnvilBinary.find(Map.of("PATH", path, "DPK_ANVIL", ""), null));
  }

  @Test
  void nowhereIsAnErrorThatSaysWhatToDo() {
    String why =
        assertThrows(
                AnvilException.class,
                () -> AnvilBinary.find(Map.of("PATH", folder.toString()), folder.toString()))
            .getMessage();
    assertTrue(why.contains("run npm ci in contracts/"), why);
  }

  @Test
  void aWrongNameIsNotPassedOver() {
    String wrong = folder.resolve("missing").toString();
    String why =
        assertThrows(
                AnvilException.class,
                () -> AnvilBinary.find(Map.of("DPK_ANVIL", wrong), folder.toString()))
            .getMessage();
    assertEquals("DPK_ANVIL names no program: " + wrong, why);
  }

  private Path program(String name) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.createFile(program);
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }
}

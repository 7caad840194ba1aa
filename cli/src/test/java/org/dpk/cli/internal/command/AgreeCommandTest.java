package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line is said before a password is asked for. */
class AgreeCommandTest {

  private static final String UUID = "uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2";

  @TempDir private Path folder;

  private final CommandRun dpk = new CommandRun();

  @ParameterizedTest
  @CsvSource({
    "'', whom to ask",
    "peer.example --listen 1, whom to ask",
    "--listen 1, who may have a key",
    "--listen 1 --any-peer --peer " + UUID + ", who may have a key",
    "--listen 1 --any-peer --at here, --at goes with a PEER",
    "peer.example --once, go with --listen",
    "peer.example --peer " + UUID + ", go with --listen",
    "peer.example --out - --json, standard output",
    "peer.example --lifetime 0, 1 s",
    UUID + ", where does uuid:",
    "peer.example:x, no address",
    "'peer example', label",
    "--listen 1 --export openssl --any-peer, knows one key",
    "peer.example --export keytool, keytool",
    "--listen x:1:2:y --any-peer, no address"
  })
  void isSaidToBeWrong(String args, String word) {
    List<String> all = new ArrayList<>(List.of("agree"));
    if (!args.isEmpty()) {
      all.addAll(args.startsWith("peer e") ? List.of("peer example") : List.of(args.split(" ")));
    }
    if (!args.contains("--export")) {
      all.addAll(List.of("--export", "stunnel"));
    }
    if (!args.contains("--out")) {
      all.addAll(List.of("--out", folder.resolve("psk.txt").toString()));
    }
    assertEquals(64, dpk.run(all.toArray(String[]::new)), dpk::err);
    assertTrue(dpk.err().contains(word), dpk::err);
  }

  @Test
  void aFileThatCantBeWrittenIsNoticedFirst() {
    Path out = folder.resolve("none").resolve("psk.txt");
    String[] args = {"agree", "peer.example", "--export", "stunnel", "--out", out.toString()};
    assertEquals(73, dpk.run(args), dpk::err);
    assertTrue(dpk.err().contains("there is no folder"), dpk::err);
    assertFalse(Files.exists(out));
  }

  @Test
  void theHelpWarnsOfArguments() {
    assertEquals(0, dpk.wide(100).run("help", "agree"));
    assertTrue(dpk.out().contains("(ps)"), dpk::out);
    assertTrue(dpk.out().contains("--then"), dpk::out);
  }
}

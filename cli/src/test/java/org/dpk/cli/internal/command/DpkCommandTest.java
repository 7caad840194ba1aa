package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DpkCommandTest {

  private final CommandRun dpk = new CommandRun();

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect(DpkCommand.commandLine(new CommandRun().surroundings()), names);
    return names.stream();
  }

  private static void collect(CommandLine line, List<String> names) {
    for (CommandLine child : line.getSubcommands().values()) {
      names.add(child.getCommandSpec().qualifiedName().substring("dpk ".length()));
      collect(child, names);
    }
  }

  @Test
  void helpNamesEveryCommand() {
    assertEquals(0, dpk.run("--help"));
    commands()
        .map(name -> name.split(" ")[0])
        .forEach(name -> assertTrue(dpk.out().contains("\n  " + name + " "), name));
    assertEquals("", dpk.err());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExampleThatFitsTheTerminal(String name) {
    List<String> args = new ArrayList<>(List.of(name.split(" ")));
    args.add("--help");

    assertEquals(0, dpk.run(args.toArray(String[]::new)));

    assertTrue(dpk.out().contains("Usage: dpk " + name), dpk.out());
    assertTrue(dpk.out().contains("Example"), dpk.out());
    dpk.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void helpOfACommandIsTheSameBothWays() {
    dpk.run("completion", "--help");
    String shown = dpk.out();
    assertEquals(0, dpk.run("help", "completion"));
    assertEquals(shown, dpk.out());
    assertEquals(64, dpk.run("help", "no-such-command"));
  }

  @Test
  void versionNamesProgramAndJava() {
    assertEquals(0, dpk.run("--version"));
    assertTrue(dpk.out().startsWith("dpk "), dpk.out());
    assertTrue(dpk.out().contains("Java " + Runtime.version()), dpk.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no-such-command", "--no-such-option", "completion", "completion fish"})
  void aWrongCommandLineIsOneErrorWithAnAdvice(String line) {
    int exit = line.isEmpty() ? dpk.run() : dpk.run(line.split(" "));

    assertEquals(64, exit);
    assertEquals("", dpk.out());
    assertTrue(dpk.errLines().get(0).startsWith("dpk"), dpk.err());
    assertTrue(dpk.errLines().get(1).startsWith("  → see «dpk"), dpk.err());
  }

  @Test
  void aSuiteThatIsNoneIsAnsweredByThoseThatAre() {
    int exit = dpk.run("enrol", "x.token", "--out", "x.dpk", "--suite", "NSL_X25519,NSL_KYBER");
    assertEquals(64, exit);
    assertTrue(
        dpk.err().contains("[NSL_RSA2048, NSL_X25519, NSL_XWING], not 'NSL_KYBER'"), dpk.err());
  }

  @ParameterizedTest
  @CsvSource({
    "NSL_XWING NSL_RSA2048, tokens with keys of NSL_X25519",
    "nsl_x25519 NSL_X25519, stands twice"
  })
  void aPkmHasEachSuiteOnceAndKeysThatSign(String suites, String why) {
    String list = suites.replace(' ', ',');
    assertEquals(64, dpk.run("pkm", "--init", "--dir", "no-such-folder", "--suite", list));
    assertTrue(dpk.err().contains(why), dpk.err());
  }

  @Test
  void aMistypedCommandIsGuessed() {
    dpk.run("completoin");
    assertTrue(dpk.err().contains("Did you mean: dpk completion"), dpk.err());
  }

  @Test
  void theStackTraceIsForDebuggersOnly() {
    dpk.run("no-such-command");
    assertFalse(dpk.err().contains("\tat "), dpk.err());
  }

  @Test
  void exitCodesAreListed() {
    assertEquals(0, dpk.run("exit-codes"));
    assertTrue(dpk.out().contains("   77  refused"), dpk.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionIsAScriptForTheShell(String shell) {
    assertEquals(0, dpk.run("completion", shell));
    assertTrue(dpk.out().contains("_complete_dpk"), dpk.out());
    assertEquals(shell.equals("zsh"), dpk.out().startsWith("autoload"));
  }
}

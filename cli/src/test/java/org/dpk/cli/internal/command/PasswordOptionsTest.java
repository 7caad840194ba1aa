package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PasswordOptionsTest {

  @TempDir private Path folder;

  private static PasswordOptions options(CommandRun run, String... args) {
    PasswordOptions options = new PasswordOptions(run.surroundings());
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
    line.addMixin("password", options);
    line.parseArgs(args);
    return options;
  }

  private PasswordOptions fromFile(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), content);
    return options(new CommandRun(), "--password-file", file.toString());
  }

  @Test
  void theFirstLineOfAFileIsThePassword() throws IOException {
    assertArrayEquals("päss word".toCharArray(), fromFile("päss word\r\nnot this\n").password());
    assertArrayEquals("no end of line".toCharArray(), fromFile("no end of line").password());
  }

  @Test
  void aFileGoesBeforeTheEnvironmentAndThatBeforeAPerson() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "file");
    CommandRun run = new CommandRun().with("DPK_PASSWORD", "environment").answering("person");
    assertArrayEquals(
        "file".toCharArray(), options(run, "--password-file", file.toString()).password());
    assertArrayEquals("environment".toCharArray(), options(run).password());
    assertArrayEquals(
        "person".toCharArray(), options(new CommandRun().answering("person")).newPassword());
  }

  @Test
  void anEmptyFileHoldsNoPassword() {
    Failure failure = assertThrows(Failure.class, () -> fromFile("\nsecond line").password());
    assertEquals(ExitCode.DATA, failure.diagnosis().exit());
  }

  @Test
  void bytesThatAreNoTextAreNoPassword() throws IOException {
    Path file = Files.write(folder.resolve("password"), new byte[] {(byte) 0xFF, (byte) 0xFE});
    PasswordOptions options = options(new CommandRun(), "--password-file", file.toString());
    assertEquals(ExitCode.DATA, assertThrows(Failure.class, options::password).diagnosis().exit());
  }

  @Test
  void withNobodyToAskTheCommandSaysHowToTellIt() {
    Failure failure = assertThrows(Failure.class, () -> options(new CommandRun()).password());
    assertEquals(ExitCode.USAGE, failure.diagnosis().exit());
  }

  @Test
  void aNewPasswordIsTypedTheSameTwice() {
    CommandRun run = new CommandRun();
    run.answeringInTurn("one", "other");
    assertThrows(Failure.class, () -> options(run).newPassword());
  }
}

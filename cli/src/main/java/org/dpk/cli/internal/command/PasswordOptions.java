package org.dpk.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the password of an identity file comes from; never from the command line itself. */
final class PasswordOptions {

  /** The environment variable that may hold the password. */
  static final String VARIABLE = "DPK_PASSWORD";

  private static final int MAX_LENGTH = 1024;

  private final Surroundings surroundings;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the password. Default: $$DPK_PASSWORD, else it is asked for.")
  private @Nullable Path file;

  PasswordOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The password of a file that exists.
   *
   * @return cleared by the caller
   * @throws Failure if there is none
   */
  char[] password() throws IOException {
    return given().or(() -> surroundings.prompt().ask("Password")).orElseThrow(this::none);
  }

  /**
   * The password for a file that is to be made; a person types it twice.
   *
   * @return cleared by the caller
   * @throws Failure if there is none, or the two differ
   */
  char[] newPassword() throws IOException {
    Optional<char[]> given = given();
    return given.isPresent() ? given.get() : askTwice();
  }

  /**
   * The password of a file that may exist already, or is to be made.
   *
   * @return cleared by the caller
   * @throws Failure if there is none
   */
  char[] forFile(Path identityFile) throws IOException {
    return Files.exists(identityFile) ? password() : newPassword();
  }

  private char[] askTwice() {
    char[] first = surroundings.prompt().ask("New password").orElseThrow(this::none);
    char[] second = surroundings.prompt().ask("Once more").orElseThrow(this::none);
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same || first.length == 0) {
      Arrays.fill(first, '\0');
      throw new Failure(
          ExitCode.USAGE,
          same ? "the password is empty" : "the two passwords differ",
          "run the command again");
    }
    return first;
  }

  private Optional<char[]> given() throws IOException {
    return file != null
        ? Optional.of(firstLine(file))
        : surroundings.variable(VARIABLE).map(String::toCharArray);
  }

  private Failure none() {
    return new Failure(
        ExitCode.USAGE,
        "there is no password, and nobody to ask",
        "name a file with --password-file, or set DPK_PASSWORD");
  }

  private static char[] firstLine(Path file) throws IOException {
    byte[] bytes = new byte[0];
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_LENGTH + 1);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      if (end == 0 || end > MAX_LENGTH) {
        throw unusable(file);
      }
      return decode(bytes, end);
    } catch (CharacterCodingException e) {
      throw unusable(file);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static char[] decode(byte[] bytes, int end) throws CharacterCodingException {
    CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
    char[] password = Arrays.copyOf(chars.array(), chars.limit());
    Arrays.fill(chars.array(), '\0');
    return password;
  }

  private static Failure unusable(Path file) {
    return new Failure(
        ExitCode.DATA,
        file + " holds no password",
        "its first line has to be the password, 1 to 1024 bytes of UTF-8");
  }
}

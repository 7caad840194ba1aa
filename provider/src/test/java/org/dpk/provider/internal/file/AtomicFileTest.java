package org.dpk.provider.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtomicFileTest {

  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir private Path folder;

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path existing(String rights) throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), "old");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  @Test
  void aNewFileIsForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("keys");
    AtomicFile.replace(file, NEW);
    assertEquals("rw-------", rights(file));
    assertEquals("new", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({
    "rw-------, rw-------",
    "rw-r-----, rw-r-----",
    "rw-r--r--, rw-r-----",
    "rwxrwxrwx, rwxrwx---",
    "r--------, rw-------"
  })
  void anExistingFileKeepsWhatItsOwnerAndGroupMayDo(String before, String after)
      throws IOException {
    Path file = existing(before);
    AtomicFile.replace(file, NEW);
    assertEquals(after, rights(file));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aFileOfOnesOwnLosesTheGroup() throws IOException {
    Path file = existing("rw-rw-rw-");
    AtomicFile.write(file, NEW, false);
    assertEquals("rw-------", rights(file));
  }

  @Test
  void nothingIsLeftBeside() throws IOException {
    AtomicFile.replace(existing("rw-------"), NEW);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path file = existing("rw-------");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.replace(link, NEW);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void refuses() throws IOException {
    Path file = existing("rw-------");
    assertThrows(FileAlreadyExistsException.class, () -> AtomicFile.write(file, NEW, true));
    assertThrows(
        NotDirectoryException.class,
        () -> AtomicFile.replace(folder.resolve("none").resolve("keys"), NEW));
    assertEquals("old", Files.readString(file));
  }
}

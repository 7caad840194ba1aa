package org.dpk.pkm.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner reads: mode 600 where the file system has modes. */
public final class OwnerOnly {

  private static final Set<PosixFilePermission> MODE_600 =
      PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * Writes a new file, which is never readable for others, not even while it is written.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one by that name
   * @throws IOException if it can't be written
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    if (hasModes(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE_600));
    } else {
      Files.createFile(file);
    }
    Files.write(file, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  /** Takes the rights of all others away. */
  public static void restrict(Path file) {
    try {
      if (hasModes(file)) {
        Files.setPosixFilePermissions(file, MODE_600);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

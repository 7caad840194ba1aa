package org.dpk.provider.internal.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dpk.provider.IdentityFileException;

/**
 * Replaces a file as a whole: whoever reads it sees the old bytes or the new ones, also after a
 * crash or on a full disk. Readable and writable by its owner only, from the moment that it exists.
 */
final class AtomicFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final String SUFFIX = ".tmp";
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private AtomicFile() {}

  /**
   * Writes a file.
   *
   * @param mustBeNew whether an existing file is an error
   * @throws IdentityFileException.NotWritten if it could not be; an existing file is as it was
   */
  static void write(Path path, byte[] content, boolean mustBeNew) throws IdentityFileException {
    try {
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new IdentityFileException.NotWritten(
            "there is no folder " + folder + " for " + path + ": make it first", null);
      }
      if (mustBeNew && Files.exists(target)) {
        throw new IdentityFileException.NotWritten(
            path + " exists already and is not overwritten: name another file", null);
      }
      replace(target, folder, content);
    } catch (IdentityFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IdentityFileException.NotWritten(
          "could not write "
              + path
              + " ("
              + e.getMessage()
              + "); what it held before is untouched. Make room or check the folder's permissions,"
              + " then try again",
          e);
    }
  }

  private static void replace(Path target, Path folder, byte[] content) throws IOException {
    String prefix = "." + target.getFileName() + ".";
    Path fresh = folder.resolve(prefix + randomName() + SUFFIX);
    boolean moved = false;
    try {
      sweep(folder, prefix);
      writeNew(fresh, folder, content);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(fresh);
      }
    }
    syncFolder(folder);
  }

  /** Removes what a writer that was killed left behind; another one may be at work right now. */
  private static void sweep(Path folder, String prefix) throws IOException {
    Instant before = Instant.now().minus(ABANDONED);
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(path -> isLeft(path, prefix)).toList();
    }
    for (Path path : left) {
      if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static boolean isLeft(Path path, String prefix) {
    String name = path.getFileName().toString();
    return name.startsWith(prefix) && name.endsWith(SUFFIX);
  }

  private static void writeNew(Path fresh, Path folder, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(folder))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.supportsFileAttributeView(PosixFileAttributeView.class)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  // the rename itself is to survive a power cut too; not every platform lets a folder be opened
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.DEBUG, "the folder could not be synchronized", e);
    }
  }

  private static String randomName() {
    byte[] name = new byte[8];
    new SecureRandom().nextBytes(name);
    return HexFormat.of().formatHex(name);
  }
}

package org.dpk.provider.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
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
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file as a whole: whoever reads it sees the old bytes or the new ones, also after a
 * crash or on a full disk. Never readable or writable by everybody, from the moment that it exists.
 */
public final class AtomicFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<PosixFilePermission> EVERYBODY =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private static final String SUFFIX = ".tmp";
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private AtomicFile() {}

  /**
   * Writes a file that belongs to this user and is readable and writable by nobody else, whatever
   * was there before.
   *
   * @param mustBeNew whether an existing file is an error
   * @throws FileAlreadyExistsException if it must be new and is not
   * @throws NotDirectoryException if its folder is not there
   * @throws IOException if it could not be written; an existing file is as it was
   */
  public static void write(Path path, byte[] content, boolean mustBeNew) throws IOException {
    Path target = target(path);
    if (mustBeNew && Files.exists(target)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    replace(target, content, null);
  }

  /**
   * Writes a file for another program: one that is there keeps its owner, its group, and what these
   * two may do with it. A new one is for this user alone.
   *
   * @throws NotDirectoryException if its folder is not there
   * @throws IOException if it could not be written, or given to its owner; an existing file is as
   *     it was
   */
  public static void replace(Path path, byte[] content) throws IOException {
    Path target = target(path);
    boolean hasOwner = Files.exists(target) && isPosix(folder(target));
    replace(
        target, content, hasOwner ? Files.readAttributes(target, PosixFileAttributes.class) : null);
  }

  private static Path target(Path path) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    if (!Files.isDirectory(folder(target))) {
      throw new NotDirectoryException(folder(target).toString());
    }
    return target;
  }

  private static Path folder(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null) {
      throw new NotDirectoryException(target.toString());
    }
    return folder;
  }

  private static void replace(Path target, byte[] content, @Nullable PosixFileAttributes before)
      throws IOException {
    Path folder = folder(target);
    String prefix = "." + target.getFileName() + ".";
    Path fresh = folder.resolve(prefix + randomName() + SUFFIX);
    boolean moved = false;
    try {
      sweep(folder, prefix);
      writeNew(fresh, folder, content);
      if (before != null) {
        giveTo(fresh, before);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(fresh);
      }
    }
    syncFolder(folder);
  }

  /** Its owner first: only then may the group have what it had. */
  private static void giveTo(Path fresh, PosixFileAttributes before) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(before.owner())) {
      view.setOwner(before.owner());
    }
    if (!now.group().equals(before.group())) {
      view.setGroup(before.group());
    }
    Set<PosixFilePermission> rights = EnumSet.copyOf(OWNER_ONLY);
    rights.addAll(before.permissions());
    rights.removeAll(EVERYBODY);
    view.setPermissions(rights);
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
    return isPosix(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
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

package org.dpk.provider.internal.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.internal.file.AtomicFile;

/**
 * An identity document on disk, unlocked. Each {@link #edit} is on disk as a whole when it returns,
 * or not at all.
 *
 * <p>Safe for use by several threads of one process. A change by another process since this one
 * read the file is noticed and not overwritten.
 */
public final class IdentityFile implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("org.dpk.provider.identity");

  private final Path path;
  private final SecureRandom random = new SecureRandom();
  private UnlockedDocument document;

  private IdentityFile(Path path, UnlockedDocument document) {
    this.path = path;
    this.document = document;
  }

  /**
   * Makes a new file, readable by its owner only.
   *
   * @param password at least one character; not cleared
   * @param content what stands in it besides identity and chain
   * @throws IdentityFileException.NotWritten if the file exists, or can't be written
   */
  public static IdentityFile create(
      Path path,
      DpkIdentity identity,
      ChainSettings chain,
      char[] password,
      Consumer<IdentityEdit> content)
      throws IdentityFileException {
    if (Files.exists(path)) {
      throw exists(path);
    }
    UnlockedDocument document =
        UnlockedDocument.create(identity, chain, password, content, new SecureRandom());
    return create(path, document);
  }

  static IdentityFile create(Path path, UnlockedDocument document) throws IdentityFileException {
    try {
      write(path, document.document().encode(), true);
    } catch (IdentityFileException e) {
      document.close();
      throw e;
    }
    return new IdentityFile(path, document);
  }

  /**
   * Opens a file.
   *
   * @param password not cleared
   * @throws IdentityFileException if it is missing, is no identity file, or the password is wrong
   */
  public static IdentityFile open(Path path, char[] password) throws IdentityFileException {
    return new IdentityFile(path, read(path).unlock(password));
  }

  /**
   * Reads a file without unlocking it: nothing in it is authenticated. Warns in the log if others
   * than its owner may read it.
   *
   * @throws IdentityFileException if it is missing, unreadable, or no identity file
   */
  public static IdentityDocument read(Path path) throws IdentityFileException {
    permissionWarning(path).ifPresent(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    try (InputStream in = Files.newInputStream(path)) {
      return IdentityDocument.read(in);
    } catch (IdentityFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new IdentityFileException.Unreadable(
          "there is no identity file " + path + ": name the right one, or enrol this machine", e);
    } catch (IOException e) {
      throw new IdentityFileException.Unreadable(
          "could not read the identity file " + path + " (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Writes a document to a file, atomically, readable by its owner only; replaces what is there.
   *
   * @throws IdentityFileException.NotWritten if it can't be; the file is as it was
   */
  public static void write(Path path, IdentityDocument document) throws IdentityFileException {
    write(path, document.encode(), false);
  }

  private static void write(Path path, byte[] content, boolean mustBeNew)
      throws IdentityFileException {
    try {
      AtomicFile.write(path, content, mustBeNew);
    } catch (FileAlreadyExistsException e) {
      throw exists(path);
    } catch (NotDirectoryException e) {
      throw new IdentityFileException.NotWritten(
          "there is no folder " + e.getFile() + " for " + path + ": make it first", null);
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

  private static IdentityFileException.NotWritten exists(Path path) {
    return new IdentityFileException.NotWritten(
        path + " exists already and is not overwritten: name another file", null);
  }

  /** What is wrong with the permissions of a file and what to do; empty if nothing is. */
  public static Optional<String> permissionWarning(Path path) {
    try {
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
      Set<PosixFilePermission> others =
          EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
      others.retainAll(found);
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "others than its owner may use the identity file "
                  + path
                  + " ("
                  + PosixFilePermissions.toString(found)
                  + "): chmod 600 "
                  + path);
    } catch (UnsupportedOperationException | IOException e) {
      return Optional.empty();
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** What stands in it now. */
  public synchronized UnlockedDocument document() {
    return document;
  }

  /**
   * Changes the file.
   *
   * @throws IdentityFileException.NotWritten if it can't be written or was changed by another
   *     process; file and document are as they were
   */
  public synchronized void edit(Consumer<IdentityEdit> changes) throws IdentityFileException {
    if (!read(path).isSame(document.document())) {
      throw new IdentityFileException.NotWritten(
          path + " was changed by another process meanwhile: run the command again", null);
    }
    UnlockedDocument next = document.edit(changes, random);
    write(path, next.document().encode(), false);
    document = next;
  }

  /** Erases the key of the file from memory. */
  @Override
  public synchronized void close() {
    document.close();
  }

  /** Its path, nothing else. */
  @Override
  public String toString() {
    return "IdentityFile[" + path + "]";
  }
}

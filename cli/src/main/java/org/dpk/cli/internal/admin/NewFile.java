package org.dpk.cli.internal.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there, empty, before there is something to write: so that a name that is taken or
 * a folder that is read-only is noticed in time. Gone again unless something was written.
 */
public final class NewFile implements AutoCloseable {

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;
  private final SeekableByteChannel channel;
  private boolean written;

  private NewFile(Path path, SeekableByteChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes it for its owner only, with mode 600.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there
   */
  public static NewFile create(Path path) throws IOException {
    return make(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /**
   * Makes it for something that is no secret, with the mode that new files have.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there
   */
  public static NewFile createShared(Path path) throws IOException {
    return make(path);
  }

  private static NewFile make(Path path, FileAttribute<?>... mode) throws IOException {
    try {
      return new NewFile(path, Files.newByteChannel(path, NEW, mode));
    } catch (NoSuchFileException e) {
      // else it would read as if a file to be read were missing
      throw new FileSystemException(
          path.toString(), null, "there is no folder " + path.toAbsolutePath().getParent());
    }
  }

  /** Writes all of its content. */
  public void write(byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    written = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!written) {
      Files.deleteIfExists(path);
    }
  }
}

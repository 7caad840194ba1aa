package org.dpk.cli.internal.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file for its owner only, that is there, empty, before there is something to write: so that a
 * name that is taken or a folder that is read-only is noticed in time. Gone again unless something
 * was written.
 */
public final class NewFile implements AutoCloseable {

  private final Path path;
  private final SeekableByteChannel channel;
  private boolean written;

  private NewFile(Path path, SeekableByteChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes it, with mode 600.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there
   */
  public static NewFile create(Path path) throws IOException {
    return new NewFile(
        path,
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
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

package org.dpk.pkm.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * That one process has a data directory for itself: two would give out the same nonces. Ends with
 * the process, however that ends.
 */
public final class DirectoryLock implements AutoCloseable {

  private static final String NAME = "lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory; makes it if it is missing.
   *
   * @throws IOException if another process has it, or it can't be written
   */
  public static DirectoryLock take(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) != null) {
        return new DirectoryLock(channel);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "another PKM runs on the data directory " + directory + ": stop it, or name another");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

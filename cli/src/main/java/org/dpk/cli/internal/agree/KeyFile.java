package org.dpk.cli.internal.agree;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.provider.internal.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * A program's file of keys, which others may write at the same time: each change replaces it as a
 * whole, and keeps what is not ours. Safe for use by several threads and processes.
 */
public final class KeyFile implements KeySink {

  private static final int MAX_LENGTH = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final Path path;
  private final KeyFormat format;
  private final int keysOfAPeer;
  private final Clock clock;

  /**
   * A file for a program. At a server a peer has two keys at most: the newest one, and the one
   * before, which its program may still use.
   *
   * @param clock the ends of keys go by it
   */
  public KeyFile(Path path, Export export, Side side, Clock clock) {
    this.path = path.toAbsolutePath();
    this.format = export.format(side);
    this.keysOfAPeer = side == Side.SERVER ? 2 : 1;
    this.clock = clock;
  }

  /** What a change does to file and ledger. */
  private interface Change {
    boolean make(Ledger ledger) throws IOException;
  }

  @Override
  public void check() throws IOException {
    if (Files.isDirectory(path)) {
      throw new Failure(ExitCode.CANNOT_CREATE, path + " is a folder", "name a file in it");
    }
    locked(ledger -> true);
    byte[] now = read();
    try {
      ProgramKey sample =
          new ProgramKey("sample", new byte[32], "", clock.instant(), clock.instant());
      Arrays.fill(format.with(now, sample, Set.of()), (byte) 0);
    } catch (Failure e) {
      throw new Failure(e.diagnosis().about(path.toString()), e);
    } finally {
      Arrays.fill(now, (byte) 0);
    }
  }

  /** Puts a key in. Those of its peer that it supersedes go, and those that have ended. */
  @Override
  public void keep(ProgramKey key) throws IOException {
    locked(
        before -> {
          Ledger ledger = before.with(key);
          Set<String> gone = ledger.ended(clock.instant());
          gone.addAll(ledger.without(gone).surplus(key.peer(), keysOfAPeer));
          // first: a key that the ledger does not know would stay for ever
          write(ledger);
          replace(now -> format.with(now, key, gone));
          write(ledger.without(gone));
          return true;
        });
  }

  @Override
  public boolean removeEnded() throws IOException {
    return remove(ledger -> ledger.ended(clock.instant()));
  }

  @Override
  public boolean remove(@Nullable String peer) throws IOException {
    return remove(ledger -> peer == null ? ledger.all() : ledger.of(peer));
  }

  private boolean remove(Function<Ledger, Set<String>> choice) throws IOException {
    if (!format.holdsSeveral()) {
      return false;
    }
    return locked(
        ledger -> {
          Set<String> gone = new HashSet<>(choice.apply(ledger));
          if (gone.isEmpty()) {
            return false;
          }
          replace(now -> format.without(now, gone));
          write(ledger.without(gone));
          return true;
        });
  }

  private void write(Ledger ledger) throws IOException {
    if (format.holdsSeveral()) {
      ledger.write(Ledger.of(path));
    }
  }

  private void replace(Function<byte[], byte[]> change) throws IOException {
    byte[] before = read();
    try {
      byte[] after = change.apply(before);
      try {
        AtomicFile.replace(path, after);
      } finally {
        Arrays.fill(after, (byte) 0);
      }
    } finally {
      Arrays.fill(before, (byte) 0);
    }
  }

  private byte[] read() throws IOException {
    if (!Files.exists(path)) {
      return new byte[0];
    }
    if (Files.size(path) > MAX_LENGTH) {
      throw new Failure(ExitCode.DATA, path + " is no file of keys: too long", "name another");
    }
    return Files.readAllBytes(path);
  }

  private boolean locked(Change change) throws IOException {
    try (FileChannel channel = lockFile()) {
      FileLock lock = lock(channel);
      try {
        return change.make(
            format.holdsSeveral() ? Ledger.read(Ledger.of(path)) : new Ledger(List.of()));
      } finally {
        lock.release();
      }
    } catch (NotDirectoryException e) {
      throw notWritten(e, "there is no folder " + e.getFile());
    } catch (IOException e) {
      throw notWritten(e, reason(e));
    }
  }

  /** Of a file that can't be opened the JDK often says its path and no more. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return (e instanceof AccessDeniedException ? "no access to " : "can't open ")
          + file.getFile();
    }
    return String.valueOf(e.getMessage());
  }

  private Failure notWritten(IOException cause, String reason) {
    return new Failure(
        new Failure(
                ExitCode.CANNOT_CREATE,
                "can't write " + path + ": " + reason,
                "make room there, or check who owns file and folder, then run the same again")
            .diagnosis(),
        cause);
  }

  private FileChannel lockFile() throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NotDirectoryException(String.valueOf(folder));
    }
    Path file = folder.resolve("." + path.getFileName() + ".lock");
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw new IOException("another dpk writes it at the moment");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process
    }
  }
}

package org.dpk.psk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a file, read again when the file changes. Guarded by itself. */
final class ReloadingKeyFile implements PskKeyManager {

  private static final System.Logger LOG = System.getLogger("org.dpk.psk");

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** How long a file with an error is left alone: it may be long, and look-ups frequent. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** What tells two states of a file apart, without reading it. */
  private record Stamp(FileTime modified, long size, @Nullable Object fileKey, boolean settled) {

    /** A file that was changed so shortly before may change again under the same time stamp. */
    private static final Duration GRANULARITY = Duration.ofSeconds(2);

    static Stamp of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Duration age = Duration.between(now.lastModifiedTime().toInstant(), Instant.now()).abs();
      boolean settled = age.compareTo(GRANULARITY) > 0;
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey(), settled);
    }

    boolean isStateOf(Stamp later) {
      return settled
          && modified.equals(later.modified)
          && size == later.size
          && Objects.equals(fileKey, later.fileKey);
    }
  }

  private final Path file;
  private final @Nullable String clientIdentity;
  private Stamp stamp;
  private StaticKeys keys;
  private @Nullable String complaint;
  private long complainedAt;

  /**
   * @throws IOException if the file cannot be read, has an error or lacks the client's identity
   */
  ReloadingKeyFile(Path file, @Nullable String clientIdentity) throws IOException {
    this.file = file.toAbsolutePath();
    this.clientIdentity = clientIdentity;
    this.stamp = Stamp.of(file);
    this.keys = read();
    warnIfOthersMayRead();
  }

  @Override
  public synchronized Optional<Psk> forServer(PskPeer server) {
    refresh();
    return keys.forServer(server);
  }

  @Override
  public synchronized Optional<Psk> forIdentity(byte[] wireIdentity) {
    refresh();
    return keys.forIdentity(wireIdentity);
  }

  private void refresh() {
    if (complaint != null && System.nanoTime() - complainedAt < RETRY.toNanos()) {
      return;
    }
    try {
      Stamp now = Stamp.of(file); // before the file is read, so that no change in between is missed
      if (!stamp.isStateOf(now)) {
        replace(read());
        stamp = now;
        complaint = null;
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  private void replace(StaticKeys fresh) {
    keys.destroy();
    keys = fresh;
  }

  private StaticKeys read() throws IOException {
    List<Psk> found = PskFile.read(file);
    try {
      return new StaticKeys(found, clientIdentity);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } finally {
      found.forEach(Psk::destroy);
    }
  }

  /** Once for each complaint: a look-up a millisecond would fill the log. */
  private void complain(IOException e) {
    complainedAt = System.nanoTime();
    String what = e.toString();
    if (!what.equals(complaint)) {
      complaint = what;
      LOG.log(
          System.Logger.Level.ERROR,
          "The keys of {0} that were read before stay in force: {1}",
          file,
          what);
    }
  }

  private void warnIfOthersMayRead() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !Collections.disjoint(view.readAttributes().permissions(), OTHERS)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} has secret keys, and others than its owner may read it: chmod 600 {0}",
          file);
    }
  }
}

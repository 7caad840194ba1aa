package org.dpk.provider.internal.anchor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.file.AtomicFile;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What an anchor remembers across restarts, so that nobody leads it back: {@code "DPKA"}, a byte
 * for the format, 32 bytes that name the anchor, the remembered bytes, and Keccak-256 of all that.
 * Holds no secret; whoever can write it can choose what is trusted, as with the settings.
 *
 * <p>For one thread at a time.
 */
final class StateFile {

  /** The most that is remembered, in bytes: two sync committees, or many validators and votes. */
  static final int MAX_CONTENT = 64 * 1024;

  private static final byte[] MAGIC = "DPKA\001".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = MAGIC.length + Keccak256.LENGTH;
  private static final int OVERHEAD = PREFIX + Keccak256.LENGTH;

  /** Between two writings of a chain that makes blocks all the time. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(StateFile.class.getName());

  private final @Nullable Path path;
  private final byte[] owner;
  private byte @Nullable [] unwritten;
  private @Nullable Deadline next;

  /**
   * @param folder where it is; null for an anchor that remembers nothing
   * @param name of the file
   * @param owner what tells its anchor from others: state of another one is refused
   */
  StateFile(@Nullable Path folder, String name, byte[] owner) {
    this.path = folder == null ? null : folder.resolve(name);
    this.owner = Keccak256.hash(owner);
  }

  /**
   * What was remembered; empty if nothing was.
   *
   * @throws RegistryException.Unanchored if the file can't be read, or is not what was written
   */
  Optional<byte[]> read() throws RegistryException.Unanchored {
    if (path == null) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(open(in.readNBytes(OVERHEAD + MAX_CONTENT + 1)));
    } catch (RegistryException.Unanchored e) {
      throw e;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new RegistryException.Unanchored(
          "the remembered block can't be read from " + path + ": " + e.getMessage(), e);
    }
  }

  private byte[] open(byte[] file) throws RegistryException.Unanchored {
    int content = file.length - OVERHEAD;
    if (content < 0 || content > MAX_CONTENT || !startsWith(file, 0, MAGIC)) {
      throw unusable("is not what an anchor wrote");
    }
    byte[] body = Arrays.copyOf(file, PREFIX + content);
    if (!startsWith(file, body.length, Keccak256.hash(body))) {
      throw unusable("was changed or cut short");
    }
    if (!startsWith(file, MAGIC.length, owner)) {
      throw unusable("belongs to an anchor with other settings");
    }
    return Arrays.copyOfRange(body, PREFIX, body.length);
  }

  /** What to say of a file that can't be used. */
  RegistryException.Unanchored unusable(String why) {
    return new RegistryException.Unanchored(
        path + " " + why + ": remove it to start again from the settings", null);
  }

  /** What to remove so that nothing is remembered, for a message. */
  String place() {
    return path == null
        ? "what this program remembers: restart it"
        : "the folder " + path.getParent();
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    int end = at + prefix.length;
    return bytes.length >= end && Arrays.equals(bytes, at, end, prefix, 0, prefix.length);
  }

  /** Remembers; the disk is spared where that was done a moment ago. */
  void remember(byte[] content) {
    unwritten = content.clone();
    if (next == null || next.isOver()) {
      flush();
    }
  }

  /** Writes what was not written yet. A disk that fails is reported, and not the anchor's end. */
  void flush() {
    byte[] content = unwritten;
    if (path == null || content == null) {
      return;
    }
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException("an anchor remembers at most " + MAX_CONTENT + " bytes");
    }
    byte[] body =
        ByteBuffer.allocate(PREFIX + content.length).put(MAGIC).put(owner).put(content).array();
    byte[] file =
        ByteBuffer.allocate(body.length + Keccak256.LENGTH)
            .put(body)
            .put(Keccak256.hash(body))
            .array();
    try {
      AtomicFile.write(path, file, false);
      unwritten = null;
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the newest trusted block can't be written to " + path + ", so that a restart forgets it",
          e);
    }
    next = Deadline.in(PAUSE);
  }
}

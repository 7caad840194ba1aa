package org.dpk.provider.internal.light;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.file.AtomicFile;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The highest block that was ever trusted, in a file of decimal digits: nobody leads back below it,
 * also not across a restart (registry.md "Anchors"). Safe for use by several threads.
 */
final class MinimumHeight {

  private static final Logger LOG = System.getLogger(MinimumHeight.class.getName());
  private static final int MAX_DIGITS = 19;

  /** Between two writings of a chain that makes blocks all the time. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final @Nullable Path file;
  private long height = -1;
  private long written = -1;
  private boolean read;
  private @Nullable Deadline next;

  /**
   * @param folder null to remember it no longer than this process runs
   */
  MinimumHeight(@Nullable Path folder, RegistryId registry) {
    this.file = folder == null ? null : folder.resolve("minimum-height-" + registry.chainId());
  }

  /**
   * Raises the height to that of a block.
   *
   * @throws RegistryException.RolledBack if the block is below it
   */
  synchronized void require(AnchoredBlock block) throws RegistryException {
    if (!read) {
      height = stored();
      written = height;
      read = true;
    }
    long number = block.block().number();
    if (number < height) {
      throw new RegistryException.RolledBack(
          "%s is below block %d, which was trusted before: somebody leads back. If the chain itself was started anew, remove %s"
              .formatted(
                  block.block(),
                  height,
                  file == null ? "the key store's connection" : "the folder " + file.getParent()));
    }
    height = number;
    if (next == null || next.isOver()) {
      write();
    }
  }

  private long stored() throws RegistryException {
    if (file == null) {
      return -1;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String digits = new String(in.readNBytes(MAX_DIGITS + 1), StandardCharsets.US_ASCII);
      return Long.parseLong(digits.strip());
    } catch (NoSuchFileException e) {
      return -1;
    } catch (IOException | NumberFormatException e) {
      throw new RegistryException.Unanchored(
          file + " does not say how high the chain was: remove it if it is damaged", e);
    }
  }

  /** Writes it down, if that was not done yet. A folder that was removed stays so. */
  synchronized void write() {
    if (file == null || height == written) {
      return;
    }
    try {
      AtomicFile.write(file, Long.toString(height).getBytes(StandardCharsets.US_ASCII), false);
      written = height;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the height of the chain can't be written to " + file, e);
    }
    next = Deadline.in(PAUSE);
  }
}

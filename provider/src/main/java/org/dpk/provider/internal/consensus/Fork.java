package org.dpk.provider.internal.consensus;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fork of a beacon chain, as its configuration has it. Immutable.
 *
 * @param name as the Beacon API writes it, in lower case: {@code phase0}, {@code altair}, {@code
 *     bellatrix}, {@code capella}, {@code deneb}, {@code electra}, {@code fulu}; one that is not
 *     known here may be named, so that its time is known, and is refused from then on
 * @param version {@code XXX_FORK_VERSION}, 4 bytes, which is signed over; copied both ways
 * @param epoch its first epoch; at least 0
 */
public record Fork(String name, byte[] version, long epoch) {

  private static final int VERSION_LENGTH = 4;

  /**
   * @throws IllegalArgumentException if a length or the epoch is wrong
   */
  public Fork {
    if (name.isBlank() || !name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("a fork's name is written in lower case: " + name);
    }
    if (version.length != VERSION_LENGTH) {
      throw new IllegalArgumentException("a fork's version has 4 bytes, not " + version.length);
    }
    if (epoch < 0) {
      throw new IllegalArgumentException("a fork's epoch is at least 0, not " + epoch);
    }
    version = version.clone();
  }

  @Override
  public byte[] version() {
    return version.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fork that
        && name.equals(that.name)
        && epoch == that.epoch
        && Arrays.equals(version, that.version);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Name, version and epoch. */
  @Override
  public String toString() {
    return name + " (0x" + HexFormat.of().formatHex(version) + ") from epoch " + epoch;
  }
}

package org.dpk.provider;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A block of the chain.
 *
 * @param number its height
 * @param hash its hash, 32 bytes; copied both ways
 * @param timestamp its time in Unix seconds, as the header says
 */
public record BlockRef(long number, byte[] hash, long timestamp) {

  /**
   * @throws IllegalArgumentException if the hash has not 32 bytes
   */
  public BlockRef {
    Objects.requireNonNull(hash, "hash");
    if (hash.length != 32) {
      throw new IllegalArgumentException("a block hash has 32 bytes, not " + hash.length);
    }
    hash = hash.clone();
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockRef that
        && number == that.number
        && timestamp == that.timestamp
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "block " + number + " (0x" + HexFormat.of().formatHex(hash, 0, 4) + "…)";
  }
}

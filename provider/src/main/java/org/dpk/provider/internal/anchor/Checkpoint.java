package org.dpk.provider.internal.anchor;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A block that a user trusts to begin with, from somebody other than the nodes that are asked: the
 * chain's first block, or a later one whose hash the chain's operators tell.
 *
 * @param number its height, 0 or more
 * @param hash its hash, 32 bytes; copied both ways
 */
public record Checkpoint(long number, byte[] hash) {

  /**
   * @throws IllegalArgumentException if the height is negative, or the hash has not 32 bytes
   */
  public Checkpoint {
    if (number < 0 || hash.length != 32) {
      throw new IllegalArgumentException("a checkpoint is a height and a hash of 32 bytes");
    }
    hash = hash.clone();
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Checkpoint that
        && number == that.number
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "checkpoint " + number + " (0x" + HexFormat.of().formatHex(hash) + ")";
  }
}

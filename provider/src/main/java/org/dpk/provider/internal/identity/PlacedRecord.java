package org.dpk.provider.internal.identity;

import java.util.Arrays;
import java.util.Objects;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands on chain, and the block at which it was seen there.
 *
 * @param bytes the canonical bytes; copied both ways
 * @param block null where it is not on chain yet
 */
public record PlacedRecord(byte[] bytes, @Nullable BlockRef block) {

  /**
   * @throws IllegalArgumentException if the record is longer than {@link RecordCodec#MAX_LENGTH}
   */
  public PlacedRecord {
    if (bytes.length > RecordCodec.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a record has at most " + RecordCodec.MAX_LENGTH + " bytes");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlacedRecord that
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(block, that.block);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

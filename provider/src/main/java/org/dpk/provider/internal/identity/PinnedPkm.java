package org.dpk.provider.internal.identity;

import java.util.Arrays;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The PKM that an identity trusts to admit it, as its token file named it.
 *
 * @param identity who it is
 * @param recordHash SHA-256 of its record, 32 bytes; copied both ways
 * @param record the record itself once it was seen on chain; else null
 */
public record PinnedPkm(DpkIdentity identity, byte[] recordHash, @Nullable PlacedRecord record) {

  /**
   * @throws IllegalArgumentException if the hash has not 32 bytes
   */
  public PinnedPkm {
    if (recordHash.length != 32) {
      throw new IllegalArgumentException("a record's hash has 32 bytes, not " + recordHash.length);
    }
    recordHash = recordHash.clone();
  }

  @Override
  public byte[] recordHash() {
    return recordHash.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PinnedPkm that
        && identity.equals(that.identity)
        && Arrays.equals(recordHash, that.recordHash);
  }

  @Override
  public int hashCode() {
    return identity.hashCode();
  }
}

package org.dpk.provider;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A claim of an identity's owner in its record: 1 endpoint, 2 delegate, 3 hash of a certificate or
 * of evidence.
 *
 * @param type 0 to 65535
 * @param data up to 65535 bytes; copied both ways
 */
public record RecordExtension(int type, byte[] data) {

  /** Where the identity is reached. */
  public static final int ENDPOINT = 1;

  /** Who may speak for the identity. */
  public static final int DELEGATE = 2;

  /** SHA-256 of a certificate, or of what an admission rests on. */
  public static final int EVIDENCE = 3;

  /**
   * @throws IllegalArgumentException if the type or the length does not fit into 16 bits
   */
  public RecordExtension {
    if (type < 0 || type > 0xFFFF || data.length > 0xFFFF) {
      throw new IllegalArgumentException("an extension's type and length fit into 16 bits each");
    }
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordExtension that
        && type == that.type
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(data) + type;
  }
}

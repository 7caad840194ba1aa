package org.dpk.provider.internal.ethereum;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash that names a transaction. 32 bytes, immutable. */
public final class TransactionHash {

  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private TransactionHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH} bytes
   */
  public static TransactionHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a transaction's hash has 32 bytes, not " + bytes.length);
    }
    return new TransactionHash(bytes.clone());
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not {@code 0x} and 64 hexadecimal digits
   */
  public static TransactionHash parse(String text) {
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException("a transaction's hash starts with 0x, not " + text);
    }
    return of(HexFormat.of().parseHex(text, 2, text.length()));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransactionHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code 0x} and 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}

package org.dpk.provider;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An Ethereum address: 20 bytes. Immutable. */
public final class EthereumAddress {

  /** Length in bytes. */
  public static final int LENGTH = 20;

  /** Nobody. */
  public static final EthereumAddress ZERO = new EthereumAddress(new byte[LENGTH]);

  private final byte[] bytes;

  private EthereumAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH} bytes
   */
  public static EthereumAddress of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
    }
    return new EthereumAddress(bytes.clone());
  }

  /**
   * Reads {@code 0x} and 40 hexadecimal digits of any case; an EIP-55 checksum is not asked for.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static EthereumAddress parse(String text) {
    if (text.length() != 2 + 2 * LENGTH || !text.startsWith("0x")) {
      throw new IllegalArgumentException("an address is 0x and 40 hexadecimal digits, not " + text);
    }
    try {
      return new EthereumAddress(HexFormat.of().parseHex(text, 2, text.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "an address is 0x and 40 hexadecimal digits, not " + text, e);
    }
  }

  /** A copy of the 20 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EthereumAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code 0x} and 40 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}

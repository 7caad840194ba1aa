package org.dpk.provider.internal.consensus;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** 32 bytes that name something: a root of SSZ or the hash of an execution block. Immutable. */
public final class Root {

  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** 32 zeros. */
  public static final Root ZERO = new Root(new byte[LENGTH]);

  private final byte[] bytes;

  private Root(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH} bytes
   */
  public static Root of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a root has 32 bytes, not " + bytes.length);
    }
    return new Root(bytes.clone());
  }

  /**
   * Reads what {@link #toString()} writes.
   *
   * @param text {@code 0x} and 64 hexadecimal digits
   * @throws IllegalArgumentException if it is anything else
   */
  public static Root parse(String text) {
    if (text.length() != 2 + 2 * LENGTH || !text.startsWith("0x")) {
      throw new IllegalArgumentException("a root is 0x and 64 hexadecimal digits");
    }
    return new Root(HexFormat.of().parseHex(text, 2, text.length()));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  void feed(MessageDigest digest) {
    digest.update(bytes);
  }

  boolean isZero() {
    return equals(ZERO);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Root that && Arrays.equals(bytes, that.bytes);
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

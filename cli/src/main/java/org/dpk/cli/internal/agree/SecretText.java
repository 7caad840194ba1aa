package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Text with a secret in it, in bytes that can be cleared: a String stays in memory. */
final class SecretText implements AutoCloseable {

  private byte[] bytes = new byte[512];
  private int length;

  SecretText text(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  SecretText bytes(byte... more) {
    return bytes(more, 0, more.length);
  }

  /** The head of a value in DER: below 256 both. */
  SecretText head(int tag, int count) {
    return bytes((byte) tag, (byte) count);
  }

  SecretText bytes(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** In lower-case hexadecimal digits. */
  SecretText hex(byte[] secret) {
    room(2 * secret.length);
    for (byte each : secret) {
      bytes[length++] = digit(each >> 4 & 0xF);
      bytes[length++] = digit(each & 0xF);
    }
    return this;
  }

  /** Computed: a table would be read at a place that the secret names. */
  private static byte digit(int value) {
    int letters = (9 - value >> Integer.SIZE - 1) & 'a' - '0' - 10;
    return (byte) ('0' + value + letters);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }

  /** A copy, which the caller clears. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}

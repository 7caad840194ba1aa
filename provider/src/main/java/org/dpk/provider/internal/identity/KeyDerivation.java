package org.dpk.provider.internal.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * How a file's key comes from its password: scrypt (RFC 7914) over the password in UTF-8.
 *
 * @param n cost, a power of two; memory is 128 × n × r bytes
 * @param r block size
 * @param p parallelization
 * @param salt 16 to 64 bytes; copied both ways
 */
record KeyDerivation(int n, int r, int p, byte[] salt) {

  /** What new files use: 128 MiB and about half a second. */
  static final int DEFAULT_N = 1 << 17;

  private static final int LEAST_N = 1 << 14;
  private static final int GREATEST_N = 1 << 18;
  private static final int ONLY_R = 8;
  private static final int GREATEST_P = 4;
  private static final int MOST_OCTETS_PER_CHAR = 3;

  /**
   * @throws IllegalArgumentException if a parameter is weaker than scrypt is meant to be used, or
   *     so great that reading a file could exhaust the machine
   */
  KeyDerivation {
    if (n < LEAST_N || n > GREATEST_N || Integer.bitCount(n) != 1) {
      throw new IllegalArgumentException(
          "scrypt's n is a power of two from %d to %d, not %d".formatted(LEAST_N, GREATEST_N, n));
    }
    if (r != ONLY_R || p < 1 || p > GREATEST_P) {
      throw new IllegalArgumentException("scrypt's r is 8 and its p 1 to 4");
    }
    if (salt.length < 16 || salt.length > 64) {
      throw new IllegalArgumentException("a salt has 16 to 64 bytes");
    }
    salt = salt.clone();
  }

  /** The default cost with a new salt. */
  static KeyDerivation fresh(SecureRandom random) {
    return fresh(DEFAULT_N, random);
  }

  static KeyDerivation fresh(int n, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return new KeyDerivation(n, ONLY_R, 1, salt);
  }

  /** The same cost with a new salt. */
  KeyDerivation withFreshSalt(SecureRandom random) {
    return fresh(n, random);
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }

  /** Runs scrypt once; the caller clears the result. */
  byte[] derive(char[] password, int length) {
    byte[] octets = utf8(password);
    try {
      return SCrypt.generate(octets, salt, n, r, p, length);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** The password in UTF-8; the caller clears it. */
  static byte[] utf8(char[] password) {
    byte[] room = new byte[MOST_OCTETS_PER_CHAR * password.length];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), encoded, true);
    byte[] octets = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    return octets;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyDerivation that
        && n == that.n
        && r == that.r
        && p == that.p
        && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }
}

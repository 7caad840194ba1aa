package org.dpk.psk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManager;

/**
 * Makes an {@code SSLContext} keep the keys that it accepts as a server in a {@link PskStore}, in
 * place of its own memory: given to {@code SSLContext.init} among the key managers, beside a {@link
 * PskAgreement}.
 *
 * <p>All processes that share a store are servers of the same identity and have the same sealing
 * key; their wall clocks agree to within five minutes. Immutable.
 */
public final class SharedPskCache implements KeyManager {

  /** Length of the sealing key in bytes. */
  public static final int KEY_LENGTH = 32;

  /** How many keys of one agreement are stored at most; a client agrees anew after those. */
  public static final int MAX_KEYS_AT_ONCE = 64;

  /** How long a handshake waits for the store where nothing else is said. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

  private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(1);

  private final PskStore store;
  private final SecretKey sealingKey;
  private final Duration deadline;

  private SharedPskCache(PskStore store, SecretKey sealingKey, Duration deadline) {
    this.store = store;
    this.sealingKey = sealingKey;
    this.deadline = deadline;
  }

  /**
   * A cache in a store, with {@link #DEFAULT_DEADLINE}.
   *
   * @param sealingKey what everything in the store is sealed with: {@value #KEY_LENGTH} random
   *     bytes that {@link SecretKey#getEncoded()} yields, the same in all processes
   * @throws IllegalArgumentException if the key has another length, or does not show its bytes
   */
  public static SharedPskCache of(PskStore store, SecretKey sealingKey) {
    Objects.requireNonNull(store, "store");
    byte[] bytes = sealingKey.getEncoded();
    try {
      if (bytes == null || bytes.length != KEY_LENGTH) {
        throw new IllegalArgumentException("a sealing key has " + KEY_LENGTH + " bytes");
      }
    } finally {
      if (bytes != null) {
        Arrays.fill(bytes, (byte) 0);
      }
    }
    return new SharedPskCache(store, sealingKey, DEFAULT_DEADLINE);
  }

  /**
   * The same with another deadline.
   *
   * @param limit how long one question to the store is waited for; 1 ms to 1 minute
   * @throws IllegalArgumentException if it is out of these bounds
   */
  public SharedPskCache withDeadline(Duration limit) {
    if (limit.compareTo(SHORTEST_DEADLINE) < 0 || limit.compareTo(LONGEST_DEADLINE) > 0) {
      throw new IllegalArgumentException("a deadline is 1 ms to 1 minute, not " + limit);
    }
    return new SharedPskCache(store, sealingKey, limit);
  }

  /**
   * A sealing key from a file, as {@code openssl rand -hex 32} writes it.
   *
   * @param file 64 hexadecimal digits, and white space around them
   * @throws IOException if it can't be read, or holds anything else
   */
  public static SecretKey readKey(Path file) throws IOException {
    byte[] text = head(file);
    byte[] key = null;
    try {
      key = HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII).strip());
      return new SecretKeySpec(requireLength(key), "HKDF");
    } catch (IllegalArgumentException e) {
      // without the cause: its message would show what the file holds
      throw new IOException(
          file
              + " holds no sealing key: write "
              + 2 * KEY_LENGTH
              + " hexadecimal digits into it,"
              + " such as those of \"openssl rand -hex 32\"");
    } finally {
      Arrays.fill(text, (byte) 0);
      if (key != null) {
        Arrays.fill(key, (byte) 0);
      }
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4 * KEY_LENGTH);
    }
  }

  private static byte[] requireLength(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("another length");
    }
    return key;
  }

  /** Where the keys are. */
  public PskStore store() {
    return store;
  }

  /** What they are sealed with. */
  public SecretKey sealingKey() {
    return sealingKey;
  }

  /** How long one question to the store is waited for. */
  public Duration deadline() {
    return deadline;
  }
}

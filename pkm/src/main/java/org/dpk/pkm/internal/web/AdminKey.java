package org.dpk.pkm.internal.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.dpk.pkm.internal.store.Database;
import org.dpk.pkm.internal.store.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * The key that makes somebody an administrator: 32 random bytes, written into a file once, of which
 * this PKM itself keeps SHA-256 only.
 */
public final class AdminKey {

  private static final int LENGTH = 32;
  private static final String SCHEME = "Bearer ";

  private final byte[] hash;

  private AdminKey(byte[] hash) {
    this.hash = hash;
  }

  /**
   * The key of this data base; at the first start it is made and written into the file.
   *
   * @param file of mode 600; whoever has read it may delete it
   * @throws IOException if it can't be written
   */
  public static AdminKey of(Database database, Path file, Clock clock) throws IOException {
    Optional<byte[]> stored = stored(database);
    return new AdminKey(stored.isPresent() ? stored.get() : create(database, file, clock));
  }

  private static Optional<byte[]> stored(Database database) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT hash FROM admin_key")
                .map((row, context) -> row.getBytes(1))
                .findOne());
  }

  // a file without its hash is from a start that died in between: nobody ever used its key
  private static byte[] create(Database database, Path file, Clock clock) throws IOException {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(key);
    Arrays.fill(key, (byte) 0);
    try {
      Files.deleteIfExists(file);
      OwnerOnly.writeNew(file, text);
      byte[] hash = sha256(text);
      database.useTransaction(
          handle ->
              handle.execute(
                  "INSERT INTO admin_key (id, hash, created_at) VALUES (1, ?, ?)",
                  hash,
                  clock.instant().getEpochSecond()));
      return hash;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Whether a request bears the key.
   *
   * @param authorization the value of the header; null if there is none
   */
  boolean isIn(@Nullable String authorization) {
    String key =
        authorization != null && authorization.startsWith(SCHEME)
            ? authorization.substring(SCHEME.length()).strip()
            : "";
    return MessageDigest.isEqual(sha256(key.getBytes(StandardCharsets.UTF_8)), hash);
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

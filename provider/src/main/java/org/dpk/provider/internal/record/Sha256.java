package org.dpk.provider.internal.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of the handshake: SHA-256 (FIPS 180-4). */
public final class Sha256 {

  private Sha256() {}

  /** The hash; 32 bytes. */
  public static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package org.dpk.provider.internal.nsl;

import java.util.Optional;
import org.dpk.provider.SuiteKey;

/**
 * The cipher suites of the handshake that exist here, with their sizes in bytes (protocol.md
 * "Suites").
 */
public enum Suite {
  /** DHKEM(X25519, HKDF-SHA256), Ed25519, SHA-256, AES-128-GCM. */
  NSL_X25519(0x0201, 32, 32, 32, 64, 32, 16);

  private final int id;
  private final int kemPublicKeyLength;
  private final int ciphertextLength;
  private final int signaturePublicKeyLength;
  private final int signatureLength;
  private final int hashLength;
  private final int aeadKeyLength;

  Suite(
      int id,
      int kemPublicKeyLength,
      int ciphertextLength,
      int signaturePublicKeyLength,
      int signatureLength,
      int hashLength,
      int aeadKeyLength) {
    this.id = id;
    this.kemPublicKeyLength = kemPublicKeyLength;
    this.ciphertextLength = ciphertextLength;
    this.signaturePublicKeyLength = signaturePublicKeyLength;
    this.signatureLength = signatureLength;
    this.hashLength = hashLength;
    this.aeadKeyLength = aeadKeyLength;
  }

  /** The suite of a number; empty if it is not known here. */
  public static Optional<Suite> byId(int id) {
    for (Suite suite : values()) {
      if (suite.id == id) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }

  /** The number in records and messages, 16 bits. */
  public int id() {
    return id;
  }

  /** Length of a static or ephemeral key to encapsulate to. */
  public int kemPublicKeyLength() {
    return kemPublicKeyLength;
  }

  /** Length of an encapsulated secret. */
  public int ciphertextLength() {
    return ciphertextLength;
  }

  /** Length of a key that verifies signatures. */
  public int signaturePublicKeyLength() {
    return signaturePublicKeyLength;
  }

  /** Length of a signature. */
  public int signatureLength() {
    return signatureLength;
  }

  /** Length of a hash, and of every secret of the key schedule. */
  public int hashLength() {
    return hashLength;
  }

  /** Length of an AEAD key. */
  public int aeadKeyLength() {
    return aeadKeyLength;
  }

  /** Whether public keys have the lengths of this suite. */
  public boolean fits(SuiteKey key) {
    return key.suite() == id
        && key.kem().length == kemPublicKeyLength
        && key.sig().length == signaturePublicKeyLength;
  }
}

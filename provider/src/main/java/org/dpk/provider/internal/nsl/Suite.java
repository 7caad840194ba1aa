package org.dpk.provider.internal.nsl;

import java.util.List;
import java.util.Optional;
import org.dpk.provider.SuiteKey;

/** The cipher suites of the handshake, with their sizes in bytes (protocol.md "Suites"). */
public enum Suite {
  /** RSA-2048 OAEP with an ephemeral X25519 key, RSA-PSS, SHA-256, AES-128-GCM. */
  NSL_RSA2048(0x0101, new Rsa2048Keys(), 32, 16),
  /** DHKEM(X25519, HKDF-SHA256), Ed25519, SHA-256, AES-128-GCM. */
  NSL_X25519(0x0201, new X25519Keys(), 32, 16),
  /** X-Wing, which a quantum computer does not break; no signature; SHA-384, AES-256-GCM. */
  NSL_XWING(0x0301, new XWingKeys(), 48, 32);

  /** What a new identity gets. */
  public static final Suite DEFAULT = NSL_X25519;

  private final int id;
  private final KeyFormat keyFormat;
  private final int hashLength;
  private final int aeadKeyLength;

  Suite(int id, KeyFormat keyFormat, int hashLength, int aeadKeyLength) {
    this.id = id;
    this.keyFormat = keyFormat;
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

  /** Length of a hash, and of every secret of the key schedule. */
  public int hashLength() {
    return hashLength;
  }

  /** Length of an AEAD key. */
  public int aeadKeyLength() {
    return aeadKeyLength;
  }

  /** Whether public keys have the form that this suite wants; a peer's may still be unusable. */
  public boolean fits(SuiteKey key) {
    return key.suite() == id && keyFormat.isWellFormed(key);
  }

  /**
   * Which keys of a record a certificate of its identity shows: the first ones that verify
   * signatures, because the Java platform can use these; else the first that are known here.
   *
   * @return empty if none is of a suite that is known here and fits it
   */
  public static Optional<SuiteKey> shownOf(List<SuiteKey> keys) {
    List<SuiteKey> known = keys.stream().filter(key -> shownBy(key).isPresent()).toList();
    return known.stream().filter(Suite::verifies).findFirst().or(() -> known.stream().findFirst());
  }

  private static boolean verifies(SuiteKey key) {
    return byId(key.suite())
        .filter(suite -> suite.keyFormat.verificationKey(key).length != 0)
        .isPresent();
  }

  /**
   * The public key that a certificate of an identity shows: the one that verifies signatures, or,
   * where the suite has none, the one to encapsulate to.
   *
   * @return DER SubjectPublicKeyInfo (RFC 5280 §4.1); empty if the suite is not known here, or the
   *     key does not fit it
   */
  public static Optional<byte[]> shownBy(SuiteKey key) {
    return byId(key.suite())
        .filter(suite -> suite.fits(key))
        .map(suite -> suite.keyFormat.subjectPublicKeyInfo(key));
  }

  /** How keys of this suite are made and written. */
  KeyFormat keyFormat() {
    return keyFormat;
  }
}

package org.dpk.psk.internal.preface;

import java.util.Locale;

/** The alerts that this end raises by itself (RFC 8446 §6). */
public enum Alert {
  UNEXPECTED_MESSAGE(10),
  RECORD_OVERFLOW(22),
  HANDSHAKE_FAILURE(40),
  /** What the JDK raises where the peer is not the host that was asked for. */
  CERTIFICATE_UNKNOWN(46),
  ILLEGAL_PARAMETER(47),
  ACCESS_DENIED(49),
  DECODE_ERROR(50),
  PROTOCOL_VERSION(70),
  INTERNAL_ERROR(80),
  USER_CANCELED(90),
  MISSING_EXTENSION(109),
  UNRECOGNIZED_NAME(112),
  NO_APPLICATION_PROTOCOL(120);

  private static final int FATAL = 2;

  private final int description;

  Alert(int description) {
    this.description = description;
  }

  /** The number on the wire. */
  public int description() {
    return description;
  }

  /** A fatal alert as an unprotected record. */
  public byte[] record() {
    return Records.plain(
        Records.ALERT, new byte[] {FATAL, (byte) description}, Records.TLS_1_2_VERSION);
  }

  /** As RFC 8446 spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.dpk.provider.internal.nsl;

import java.util.Optional;

/** Why a run ends without a key (protocol.md "Alerts"). */
public enum AlertCode {
  /** The message does not parse. */
  MALFORMED(1),
  /** The version of the protocol is not known. */
  VERSION(2),
  /** The suite is not one of this identity's. */
  SUITE(3),
  /** The record that NS1 was made for is not in use: look it up again, once. */
  UNKNOWN_KID(4),
  /** Try again later. */
  BUSY(6),
  /** The one answer to every failure of cryptography. */
  DECRYPT_ERROR(7),
  /** The initiator's identity is not on chain. */
  IDENTITY_UNKNOWN(32),
  /** The initiator's identity is revoked. */
  IDENTITY_REVOKED(33),
  /** The initiator's record is another than the one on chain, or not valid at this time. */
  RECORD_STALE(34),
  /** The initiator is not allowed here. */
  POLICY_DENIED(35),
  /** The responder could not look the initiator up. */
  LOOKUP_UNAVAILABLE(36),
  /** The suite is not the first that both records have. */
  SUITE_DOWNGRADE(37),
  /** The initiator has not the role that is needed here. */
  ROLE_DENIED(38),
  /** The enrolment token is not accepted. */
  TOKEN_REJECTED(39);

  private static final int FIRST_SEALED = 32;

  private final int code;

  AlertCode(int code) {
    this.code = code;
  }

  /** The alert of a number; empty if it is not known here. */
  public static Optional<AlertCode> byCode(int code) {
    for (AlertCode alert : values()) {
      if (alert.code == code) {
        return Optional.of(alert);
      }
    }
    return Optional.empty();
  }

  /** The number in the message, 1 to 255. */
  public int code() {
    return code;
  }

  /** Whether it is sent sealed, so that only the responder can have made it. */
  public boolean isSealed() {
    return code >= FIRST_SEALED;
  }
}

package org.dpk.provider.internal.enrol;

import java.util.Optional;

/**
 * Why a PKM does not take a token. The code travels sealed in the answer, so that the device can
 * say what to do.
 */
public enum TokenRejection {
  /** Not signed by this PKM, or never issued by it. */
  UNKNOWN(1, "the PKM did not issue this token; register the device again"),
  /** Its date has passed. */
  EXPIRED(2, "the token has expired; register the device again for a new one"),
  /** The operator took it back. */
  REVOKED(3, "the operator revoked this token; ask for a new registration"),
  /** Another device, or another key of this device, came with it first. */
  USED(4, "the token was already used with another key; register the device again"),
  /** The record that the device wants is not of the token's identity. */
  OTHER_IDENTITY(5, "the token is for another identity; use the token file of this device"),
  /** The identity is on chain already. */
  ALREADY_ACTIVE(
      6, "the identity is already registered with another key; revoke that record first"),
  /** The record is not one that this PKM admits. */
  UNFIT_RECORD(
      7, "the PKM does not admit this record; delete the unfinished identity file and try again"),
  /** The PKM can't judge it now. */
  TRY_LATER(8, "the PKM can't reach its chain at the moment; run the same command again later");

  private final int code;
  private final String advice;

  TokenRejection(int code, String advice) {
    this.code = code;
    this.advice = advice;
  }

  /** Its number in the sealed answer. */
  public int code() {
    return code;
  }

  /** What went wrong and what to do. */
  public String advice() {
    return advice;
  }

  /** The reason with a number; empty for one of a later version. */
  public static Optional<TokenRejection> of(int code) {
    for (TokenRejection reason : values()) {
      if (reason.code == code) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}

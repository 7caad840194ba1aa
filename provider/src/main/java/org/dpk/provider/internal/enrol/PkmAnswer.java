package org.dpk.provider.internal.enrol;

/**
 * What the PKM says of an enrolment.
 *
 * @param stage {@code bound, funding, funded, admitting, admitted, failed, revoked}, or another of
 *     a later version
 * @param transaction the transaction that it waits for, {@code 0x…}; may be empty
 * @param detail what it waits for, or why it failed; may be empty
 */
record PkmAnswer(String stage, String transaction, String detail) {

  static final String BOUND = "bound";
  static final String FUNDING = "funding";
  static final String FUNDED = "funded";
  static final String ADMITTING = "admitting";
  static final String ADMITTED = "admitted";
  static final String REVOKING = "revoking";
  static final String FAILED = "failed";
  static final String REVOKED = "revoked";

  boolean isDone() {
    return stage.equals(ADMITTED);
  }

  boolean isFunded() {
    return stage.equals(FUNDED) || stage.equals(ADMITTING) || isDone();
  }

  boolean isRefused() {
    return stage.equals(FAILED) || stage.equals(REVOKED) || stage.equals(REVOKING);
  }
}

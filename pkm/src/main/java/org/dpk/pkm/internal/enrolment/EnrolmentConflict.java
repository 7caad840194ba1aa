package org.dpk.pkm.internal.enrolment;

/** A device asked for what can't be, as its enrolment stands; the message says why. */
public final class EnrolmentConflict extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** It was registered for the other way of admission. */
    OTHER_MODE,
    /** The fees are not paid yet. */
    FEES_DUE,
    /** Of some keys of its record it has not proven yet that it has them. */
    UNPROVEN_KEYS,
    /** The chain does not show yet that the device asked for admission. */
    NOT_PENDING
  }

  EnrolmentConflict(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}

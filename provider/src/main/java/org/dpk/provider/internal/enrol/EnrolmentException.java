package org.dpk.provider.internal.enrol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The enrolment stopped. The message says why and what to do; what was done so far is in the
 * identity file, and the same command goes on from there.
 */
public class EnrolmentException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to do
   * @param cause may be null
   */
  public EnrolmentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The token file can't be read, or is none. */
  public static final class BadTokenFile extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}. */
    public BadTokenFile(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The PKM does not take the token. */
  public static final class TokenRejected extends EnrolmentException {
    private static final long serialVersionUID = 1L;
    private final TokenRejection reason;

    /**
     * @param reason why
     * @param cause may be null
     */
    public TokenRejected(TokenRejection reason, @Nullable Throwable cause) {
      super(reason.advice(), cause);
      this.reason = reason;
    }

    /** Why. */
    public TokenRejection reason() {
      return reason;
    }
  }

  /** No address of the PKM answered, or the connection broke. */
  public static final class PkmUnreachable extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}. */
    public PkmUnreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The PKM of the chain is not the one that the token file pins. */
  public static final class PkmChanged extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}, without a cause. */
    public PkmChanged(String message) {
      super(message, null);
    }
  }

  /** Keys of these suites can't be had: the PKM has none to check them, or others are there. */
  public static final class WrongSuites extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}, without a cause. */
    public WrongSuites(String message) {
      super(message, null);
    }
  }

  /** The PKM or the contract refused the admission for good. */
  public static final class AdmissionRefused extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}. */
    public AdmissionRefused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The admission goes on, but not within the time that was given. */
  public static final class TookTooLong extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    /** As {@link EnrolmentException#EnrolmentException}, without a cause. */
    public TookTooLong(String message) {
      super(message, null);
    }
  }
}

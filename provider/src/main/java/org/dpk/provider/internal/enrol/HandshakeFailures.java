package org.dpk.provider.internal.enrol;

import java.io.IOException;
import org.dpk.provider.DpkHandshakeException;
import org.jspecify.annotations.Nullable;

/** What a failed handshake with the PKM means for the enrolment. */
final class HandshakeFailures {

  private HandshakeFailures() {}

  /** The enrolment's own exception where the PKM's answer is final; else the same again. */
  static IOException translate(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DpkHandshakeException handshake) {
        IOException meant = meant(handshake);
        return meant == null ? failure : meant;
      }
    }
    return failure;
  }

  private static @Nullable IOException meant(DpkHandshakeException handshake) {
    if (handshake instanceof DpkHandshakeException.TokenRejected rejected) {
      return rejected(rejected);
    }
    if (handshake instanceof DpkHandshakeException.Busy
        || handshake instanceof DpkHandshakeException.LookupUnavailable) {
      return null;
    }
    return new EnrolmentException(String.valueOf(handshake.getMessage()), handshake);
  }

  private static EnrolmentException rejected(DpkHandshakeException.TokenRejected rejected) {
    TokenRejection reason = TokenRejection.of(rejected.reason()).orElse(null);
    return reason == null
        ? new EnrolmentException.AdmissionRefused(String.valueOf(rejected.getMessage()), rejected)
        : new EnrolmentException.TokenRejected(reason, rejected);
  }
}

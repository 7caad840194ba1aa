package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.known;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.dpk.pkm.PkmException;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.internal.enrol.EnrolmentException;

/** Enrolments, at either end. */
final class EnrolmentFailures {

  private EnrolmentFailures() {}

  static Optional<Diagnosis> diagnose(Throwable thrown) {
    if (thrown instanceof EnrolmentException.BadTokenFile) {
      return thrown.getCause() instanceof NoSuchFileException
          ? known(ExitCode.NO_INPUT, thrown, "name the token file of this device")
          : known(ExitCode.DATA, thrown, "take the file that dpk admin register wrote");
    }
    if (thrown instanceof EnrolmentException.TokenRejected) {
      return known(ExitCode.DENIED, thrown, "a new token comes from dpk admin register");
    }
    if (thrown instanceof EnrolmentException.PkmUnreachable
        || thrown instanceof EnrolmentException.TookTooLong) {
      return known(ExitCode.UNAVAILABLE, thrown, "run the same again: it goes on where it stopped");
    }
    if (thrown instanceof EnrolmentException.PkmChanged
        || thrown instanceof EnrolmentException.AdmissionRefused) {
      return known(ExitCode.DENIED, thrown, "ask whoever registered this device");
    }
    if (thrown instanceof EnrolmentException.WrongSuites) {
      return known(ExitCode.USAGE, thrown, "name other suites with --suite, or leave it out");
    }
    if (thrown instanceof PkmException) {
      return known(ExitCode.CONFIG, thrown, "see dpk pkm --help, and what --init writes");
    }
    // what the handshake with the PKM says is behind it
    return thrown instanceof EnrolmentException
            && !(thrown.getCause() instanceof DpkHandshakeException)
        ? known(ExitCode.DATA, thrown, "name the files of one and the same device")
        : Optional.empty();
  }
}

package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.known;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.dpk.provider.IdentityFileException;

/** Identity files. */
final class IdentityFailures {

  private IdentityFailures() {}

  static Optional<Diagnosis> diagnose(Throwable thrown) {
    if (thrown instanceof IdentityFileException.WrongPassword) {
      return known(
          ExitCode.DENIED, thrown, "give the right one: --password-file FILE, or DPK_PASSWORD");
    }
    if (thrown instanceof IdentityFileException.NotWritten) {
      return known(
          ExitCode.CANNOT_CREATE,
          thrown,
          "make room there or name another place, then run the same again");
    }
    if (thrown instanceof IdentityFileException) {
      return thrown.getCause() instanceof NoSuchFileException
          ? known(ExitCode.NO_INPUT, thrown, "dpk enrol makes one")
          : known(ExitCode.DATA, thrown, "take the file from a backup, or enrol this machine anew");
    }
    return Optional.empty();
  }
}

package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.message;

import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Files, sockets and signals. */
final class SystemFailures {

  /** Ctrl-c, or a signal of the same meaning. */
  static final Diagnosis STOPPED =
      new Diagnosis(ExitCode.INTERRUPTED, "stopped", "run it again when you like");

  private SystemFailures() {}

  static boolean isInterrupt(Throwable thrown) {
    return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
  }

  static Optional<Diagnosis> diagnose(Throwable thrown) {
    if (thrown instanceof FileSystemException e) {
      return Optional.of(file(e));
    }
    return network(thrown);
  }

  private static Optional<Diagnosis> network(Throwable thrown) {
    if (thrown instanceof BindException) {
      return diagnosis(
          ExitCode.UNAVAILABLE,
          "can't listen there: " + message(thrown),
          "stop what listens there, or name another port (0 takes a free one)");
    }
    if (thrown instanceof UnresolvedAddressException) {
      return diagnosis(ExitCode.UNAVAILABLE, "no such host", "check its spelling");
    }
    if (thrown instanceof UnknownHostException) {
      return diagnosis(
          ExitCode.UNAVAILABLE, "no such host: " + message(thrown), "check its spelling");
    }
    if (thrown instanceof ConnectException && !isCausedByName(thrown)) {
      return diagnosis(
          ExitCode.UNAVAILABLE,
          "nobody answers there: " + message(thrown),
          "check host and port, and that it runs");
    }
    if (thrown instanceof HttpTimeoutException
        || thrown instanceof SocketTimeoutException
        || thrown instanceof NoRouteToHostException) {
      return diagnosis(
          ExitCode.UNAVAILABLE, "no answer in time: " + message(thrown), "run the same again");
    }
    return thrown instanceof EOFException || isBrokenOff(thrown)
        ? diagnosis(
            ExitCode.PROTOCOL,
            "the other side broke off: " + message(thrown),
            "check host and port, and what the other side says")
        : Optional.empty();
  }

  private static boolean isBrokenOff(Throwable thrown) {
    return thrown instanceof SocketException && !(thrown instanceof ConnectException);
  }

  /** The JDK's HTTP client says «connect» where it did not find the host. */
  private static boolean isCausedByName(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause instanceof UnresolvedAddressException
        || (cause instanceof ConnectException && isCausedByName(cause));
  }

  private static Diagnosis file(FileSystemException e) {
    String file = String.valueOf(e.getFile());
    if (e instanceof NoSuchFileException) {
      return new Diagnosis(ExitCode.NO_INPUT, "there is no file " + file, "check the path");
    }
    if (e instanceof NotDirectoryException) {
      return new Diagnosis(ExitCode.NO_INPUT, file + " is no folder", "name a folder");
    }
    if (e instanceof AccessDeniedException) {
      return new Diagnosis(ExitCode.NO_INPUT, "no access to " + file, "check its owner and mode");
    }
    if (e instanceof FileAlreadyExistsException) {
      return new Diagnosis(
          ExitCode.CANNOT_CREATE, file + " is there already", "name another file, or move it away");
    }
    return new Diagnosis(
        ExitCode.CANNOT_CREATE,
        "can't write " + file + ": " + e.getReason(),
        "make room there or name another place, then run the same again");
  }

  private static Optional<Diagnosis> diagnosis(ExitCode exit, String what, String advice) {
    return Optional.of(new Diagnosis(exit, what, advice));
  }
}

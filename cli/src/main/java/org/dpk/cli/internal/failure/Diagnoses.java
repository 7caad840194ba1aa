package org.dpk.cli.internal.failure;

import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dpk.contracts.deployment.DeploymentException;
import org.dpk.contracts.devnet.AnvilException;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryException;

/** Finds in an exception what a user is to be told: the one place where exceptions become text. */
public final class Diagnoses {

  /** How deep causes are looked at: a cycle of causes ends here too. */
  private static final int MAX_DEPTH = 20;

  private Diagnoses() {}

  /** What the first exception says that is known, along the causes; else a fault of dpk. */
  public static Diagnosis of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(MAX_DEPTH)
        .flatMap(cause -> known(cause).stream())
        .findFirst()
        .orElseGet(() -> unknown(thrown));
  }

  private static Diagnosis unknown(Throwable thrown) {
    return new Diagnosis(
        ExitCode.INTERNAL,
        "unexpected: " + thrown,
        "run it again with --debug, and report what it prints");
  }

  private static Optional<Diagnosis> known(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return Optional.of(failure.diagnosis());
    }
    if (thrown instanceof InterruptedException) {
      return Optional.of(
          new Diagnosis(ExitCode.INTERRUPTED, "stopped", "the same command can go on"));
    }
    if (thrown instanceof RegistryException e) {
      return Optional.of(registry(e));
    }
    if (thrown instanceof AnvilException) {
      return Optional.of(
          new Diagnosis(
              ExitCode.UNAVAILABLE, message(thrown), "is the port free? --port 0 takes another"));
    }
    if (thrown instanceof DeploymentException) {
      return Optional.of(
          new Diagnosis(
              ExitCode.UNAVAILABLE, message(thrown), "check the node, the address and the key"));
    }
    if (thrown instanceof FileSystemException e) {
      return Optional.of(file(e));
    }
    if (thrown instanceof IdentityFileException e) {
      return Optional.of(identity(e));
    }
    if (thrown instanceof BindException) {
      return Optional.of(
          new Diagnosis(
              ExitCode.UNAVAILABLE,
              "can't listen there: " + message(thrown),
              "stop what listens there, or name another --port (0 takes a free one)"));
    }
    if (thrown instanceof ConnectException) {
      return Optional.of(
          new Diagnosis(
              ExitCode.UNAVAILABLE,
              "nobody answers there: " + message(thrown),
              "check address and port, and that it runs"));
    }
    return Optional.empty();
  }

  private static Diagnosis registry(RegistryException e) {
    if (e instanceof RegistryException.WrongChain) {
      return new Diagnosis(
          ExitCode.CONFIG, message(e), "name the node and the contract of one chain (--network)");
    }
    if (e instanceof RegistryException.NoContract) {
      return new Diagnosis(
          ExitCode.CONFIG, message(e), "check the contract's address, or deploy: dpk devnet");
    }
    if (e instanceof RegistryException.ClockSkew) {
      return new Diagnosis(
          ExitCode.CONFIG,
          message(e),
          "set this machine's clock, or wait until the node has synced");
    }
    if (e instanceof RegistryException.Refused) {
      return new Diagnosis(ExitCode.DENIED, message(e), "see what the contract asks for");
    }
    if (e instanceof RegistryException.UnusableRecord) {
      return new Diagnosis(
          ExitCode.DATA, message(e), "its owner has to store a record that parses");
    }
    return new Diagnosis(
        ExitCode.UNAVAILABLE, message(e), "check that the node runs, then run the same again");
  }

  private static Diagnosis identity(IdentityFileException e) {
    if (e instanceof IdentityFileException.WrongPassword) {
      return new Diagnosis(
          ExitCode.DENIED, message(e), "give the right one (--password-file, DPK_PASSWORD)");
    }
    if (e instanceof IdentityFileException.NotWritten) {
      return new Diagnosis(
          ExitCode.CANNOT_CREATE,
          message(e),
          "make room there or name another place, then run the same again");
    }
    if (e.getCause() instanceof NoSuchFileException) {
      return new Diagnosis(ExitCode.NO_INPUT, message(e), "make one with dpk enrol");
    }
    return new Diagnosis(
        ExitCode.DATA, message(e), "take the file from a backup, or enrol this machine anew");
  }

  private static Diagnosis file(FileSystemException e) {
    String file = String.valueOf(e.getFile());
    if (e instanceof NoSuchFileException) {
      return new Diagnosis(ExitCode.NO_INPUT, "there is no file " + file, "check the path");
    }
    if (e instanceof AccessDeniedException) {
      return new Diagnosis(
          ExitCode.NO_INPUT, "no access to " + file, "check its owner and its mode");
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

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.toString() : message;
  }
}

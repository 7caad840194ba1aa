package org.dpk.cli.internal.failure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds in an exception what a user is to be told: the one place where exceptions become text. */
public final class Diagnoses {

  /** How deep causes are looked at: a cycle of causes ends here too. */
  private static final int MAX_DEPTH = 20;

  /** Exceptions of DPK: they say most, even where an HTTP client has wrapped them. */
  private static final List<Function<Throwable, Optional<Diagnosis>>> OWN =
      List.of(
          Diagnoses::own,
          ChainFailures::diagnose,
          IdentityFailures::diagnose,
          EnrolmentFailures::diagnose,
          HandshakeFailures::diagnose);

  /** Exceptions of the JDK. */
  private static final List<Function<Throwable, Optional<Diagnosis>>> FOREIGN =
      List.of(HandshakeFailures::diagnoseTls, SystemFailures::diagnose);

  private Diagnoses() {}

  /** What the first exception of DPK's own says, along the causes; else the first known one. */
  public static Diagnosis of(Throwable thrown) {
    if (isInterrupt(thrown)) {
      return SystemFailures.STOPPED;
    }
    return first(thrown, OWN).or(() -> first(thrown, FOREIGN)).orElseGet(() -> unknown(thrown));
  }

  /** Whoever is interrupted fails in many ways; none of them is what the user wants to hear. */
  private static boolean isInterrupt(Throwable thrown) {
    return Thread.currentThread().isInterrupted()
        || Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
            .limit(MAX_DEPTH)
            .anyMatch(SystemFailures::isInterrupt);
  }

  private static Optional<Diagnosis> first(
      Throwable thrown, List<Function<Throwable, Optional<Diagnosis>>> known) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(MAX_DEPTH)
        .flatMap(cause -> known.stream().flatMap(one -> one.apply(cause).stream()))
        .findFirst();
  }

  private static Diagnosis unknown(Throwable thrown) {
    return new Diagnosis(
        ExitCode.INTERNAL,
        "unexpected: " + thrown,
        "run it again with --debug, and report what it prints");
  }

  private static Optional<Diagnosis> own(Throwable thrown) {
    return thrown instanceof Failure failure ? Optional.of(failure.diagnosis()) : Optional.empty();
  }

  /** What an exception says of itself. */
  static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.toString() : message;
  }

  /** A known exception whose message says what went wrong. */
  static Optional<Diagnosis> known(ExitCode exit, Throwable thrown, String advice) {
    return Optional.of(new Diagnosis(exit, message(thrown), advice));
  }
}

package org.dpk.cli.internal.demo;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.dpk.psk.AgreementException;

/** What an application is told by an exception: DPK's own, where an HTTP client wrapped it. */
final class Told {

  private static final int MAX_DEPTH = 20;

  private Told() {}

  static String of(Throwable thrown) {
    List<Throwable> causes =
        Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MAX_DEPTH).toList();
    return causes.stream()
        .filter(AgreementException.class::isInstance)
        .findFirst()
        .map(Throwable::toString)
        .orElseGet(() -> withRoot(thrown, causes.get(causes.size() - 1)));
  }

  private static String withRoot(Throwable thrown, Throwable root) {
    return thrown == root ? thrown.toString() : thrown + ", because of " + root;
  }
}

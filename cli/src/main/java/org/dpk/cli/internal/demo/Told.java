package org.dpk.cli.internal.demo;

import java.util.Objects;
import java.util.stream.Stream;
import org.dpk.psk.AgreementException;

/** What an application is told by an exception: DPK's own, where an HTTP client wrapped it. */
final class Told {

  private static final int MAX_DEPTH = 20;

  private Told() {}

  static String of(Throwable thrown) {
    Throwable told =
        Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
            .limit(MAX_DEPTH)
            .filter(AgreementException.class::isInstance)
            .findFirst()
            .orElse(thrown);
    return told.getClass().getName() + ": " + told.getMessage();
  }
}

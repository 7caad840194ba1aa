package org.dpk.provider.internal.nsl.explorer;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * How a claim does not hold.
 *
 * @param believers the sessions that believe what is not so
 */
record Breach(String what, List<Completion> believers) {

  Breach(String what, Completion... believers) {
    this(what, List.of(believers));
  }

  @Override
  public String toString() {
    return believers.stream().map(Breach::belief).collect(joining("; ", "", "; " + what));
  }

  private static String belief(Completion done) {
    return "%s of %s has a key with %s".formatted(done.session(), done.owner(), done.peer());
  }
}

package org.dpk.provider.internal.enrol;

import java.util.List;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.nsl.Suite;

/**
 * Of which suites a device's keys are.
 *
 * @param wanted in order of preference; empty where the operator leaves it to what is there
 * @param terms of the PKM, which has to be able to check each key
 */
record KeyChoice(List<Suite> wanted, Terms terms) {

  KeyChoice {
    wanted = List.copyOf(wanted);
  }

  /**
   * For the first keys of a device.
   *
   * @throws EnrolmentException if the PKM can't have the keys of one proven
   */
  List<Suite> first() throws EnrolmentException {
    return provable(wanted.isEmpty() ? List.of(Suite.DEFAULT) : wanted);
  }

  /**
   * For keys in place of those of an earlier record.
   *
   * @throws EnrolmentException as {@link #first}
   */
  List<Suite> inPlaceOf(IdentityRecord earlier) throws EnrolmentException {
    return provable(wanted.isEmpty() ? suites(earlier) : wanted);
  }

  /**
   * For keys that were made by an earlier run, and may be bound to the token by now.
   *
   * @throws EnrolmentException if they are of other suites than wanted, or as {@link #first}
   */
  void requireGoodFor(IdentityRecord candidate) throws EnrolmentException {
    List<Suite> held = suites(candidate);
    if (!wanted.isEmpty() && !wanted.equals(held)) {
      throw new EnrolmentException.WrongSuites(
          "the identity file holds keys of "
              + held
              + " already, and an enrolment goes on with what it began with: leave the suites out,"
              + " or name another file");
    }
    provable(held);
  }

  private List<Suite> provable(List<Suite> suites) throws EnrolmentException {
    terms.inOrderOfProof(suites);
    return suites;
  }

  /** The suites of a record of this device. */
  static List<Suite> suites(IdentityRecord own) {
    return own.keys().stream().flatMap(key -> Suite.byId(key.suite()).stream()).toList();
  }
}

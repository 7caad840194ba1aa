package org.dpk.provider.internal.nsl;

import java.util.Optional;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;

/**
 * Which suite two identities use: their records alone decide, so that there is no message that
 * could be bent (protocol.md "Suites").
 */
final class SuiteChoice {

  private SuiteChoice() {}

  /** The number of the first suite of B's that stands in A's record too; empty if there is none. */
  static Optional<Integer> between(IdentityRecord recordA, IdentityRecord recordB) {
    return recordB.keys().stream()
        .map(SuiteKey::suite)
        .filter(suite -> keyOf(recordA, suite).isPresent())
        .findFirst();
  }

  /**
   * The first suite of B's that there are private keys for: in an enrolment each run proves one
   * suite of the candidate, and A says which by what it comes with (protocol.md "Enrolment").
   */
  static Optional<Suite> ofKeysAtHand(OwnKeys keys, IdentityRecord recordB) {
    return recordB.keys().stream()
        .flatMap(key -> Suite.byId(key.suite()).stream())
        .filter(suite -> keys.pair(suite).isPresent())
        .findFirst();
  }

  /** The keys of a record for one suite. */
  static Optional<SuiteKey> keyOf(IdentityRecord record, int suite) {
    return record.keys().stream().filter(key -> key.suite() == suite).findFirst();
  }
}

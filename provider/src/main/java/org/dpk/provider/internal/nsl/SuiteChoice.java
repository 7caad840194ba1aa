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

  /** The keys of a record for one suite. */
  static Optional<SuiteKey> keyOf(IdentityRecord record, int suite) {
    return record.keys().stream().filter(key -> key.suite() == suite).findFirst();
  }
}

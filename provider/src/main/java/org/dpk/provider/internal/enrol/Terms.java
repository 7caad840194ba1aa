package org.dpk.provider.internal.enrol;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.Suite;

/**
 * What a PKM admits a device's record on.
 *
 * @param identity whose record it is
 * @param version the one that the registry expects next
 * @param registrar the PKM's wallet
 * @param notAfter the record's end, Unix seconds, 0 for none
 * @param provable the suites of the PKM's own record, in its order: keys of others it can't check
 */
record Terms(
    DpkIdentity identity,
    long version,
    EthereumAddress registrar,
    long notAfter,
    List<Suite> provable) {

  static Terms of(IdentityRecord pkm, DpkIdentity identity, long version, long notAfter) {
    List<Suite> provable =
        pkm.keys().stream().flatMap(key -> Suite.byId(key.suite()).stream()).toList();
    return new Terms(identity, version, pkm.owner(), notAfter, provable);
  }

  /**
   * The same suites, in the order in which their keys are proven: the PKM's.
   *
   * @throws EnrolmentException.WrongSuites if the PKM can't have the keys of one proven
   */
  List<Suite> inOrderOfProof(List<Suite> suites) throws EnrolmentException {
    for (Suite suite : suites) {
      if (!provable.contains(suite)) {
        throw new EnrolmentException.WrongSuites(
            "the PKM can't check keys of "
                + suite
                + ", because its own record has none: choose among "
                + provable
                + ", or ask its operator for a PKM with such keys");
      }
    }
    return provable.stream().filter(suites::contains).toList();
  }

  IdentityRecord record(EthereumAddress owner, List<SuiteKey> keys) {
    return new IdentityRecord(version, owner, registrar, 0, notAfter, identity, keys, List.of());
  }

  boolean fit(IdentityRecord record) {
    return record.version() == version
        && record.registrar().equals(registrar)
        && record.notAfter() == notAfter
        && record.identity().equals(identity);
  }
}

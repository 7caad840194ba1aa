package org.dpk.provider.internal.enrol;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;

/**
 * What a PKM admits a device's record on.
 *
 * @param identity whose record it is
 * @param version the one that the registry expects next
 * @param registrar the PKM's wallet
 * @param notAfter the record's end, Unix seconds, 0 for none
 */
record Terms(DpkIdentity identity, long version, EthereumAddress registrar, long notAfter) {

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

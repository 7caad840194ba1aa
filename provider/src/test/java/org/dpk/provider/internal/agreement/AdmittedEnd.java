package org.dpk.provider.internal.agreement;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;

/**
 * An identity with keys of several suites on a real chain.
 *
 * @param earlier its first record, which had other keys
 * @param record its second one, which is in force
 */
record AdmittedEnd(EncodedRecord earlier, EncodedRecord record, List<SuiteKeyPair> pairs)
    implements AutoCloseable {

  /**
   * @param suites in order of preference
   */
  static AdmittedEnd of(RegistryFixture chain, Suite... suites) throws Exception {
    SecureRandom random = new SecureRandom();
    List<SuiteKeyPair> pairs =
        Stream.of(suites).map(suite -> SuiteKeyPair.generate(suite, random)).toList();
    DpkIdentity identity = RegistryFixture.newIdentity();
    IdentityRecord earlier = chain.admit(identity, chain.pkm().address());
    IdentityRecord record =
        new IdentityRecord(
            earlier.version() + 1,
            earlier.owner(),
            earlier.registrar(),
            0,
            0,
            identity,
            pairs.stream().map(SuiteKeyPair::publicKey).toList(),
            List.of());
    chain.update(record, chain.pkm());
    return new AdmittedEnd(EncodedRecord.of(earlier), EncodedRecord.of(record), pairs);
  }

  DpkIdentity identity() {
    return record.identity();
  }

  OwnIdentity own() {
    return OwnIdentity.of(identity(), pairs);
  }

  SuiteKeyPair pair(Suite suite) {
    return pairs.stream().filter(pair -> pair.suite() == suite).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    pairs.forEach(SuiteKeyPair::close);
  }
}

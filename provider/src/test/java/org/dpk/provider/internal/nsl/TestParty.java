package org.dpk.provider.internal.nsl;

import java.util.List;
import java.util.Random;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.record.EncodedRecord;

/** An identity with keys and a record, made from a seed. */
record TestParty(OwnKeys keys, SuiteKeyPair pair) {

  static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  static final BlockRef BLOCK = new BlockRef(1000, new byte[32], 1_767_225_600L);

  static TestParty of(String identity, long seed) {
    return of(identity, 1, seed);
  }

  static TestParty of(String identity, long version, long seed) {
    SuiteKeyPair pair = pair(seed);
    return new TestParty(
        new OwnKeys(record(identity, version, List.of(pair.publicKey())), List.of(pair)), pair);
  }

  static SuiteKeyPair pair(long seed) {
    Random random = new Random(seed);
    byte[] kem = new byte[32];
    byte[] signature = new byte[32];
    random.nextBytes(kem);
    random.nextBytes(signature);
    return SuiteKeyPair.of(Suite.NSL_X25519, kem, signature);
  }

  static EncodedRecord record(String identity, long version, List<SuiteKey> keys) {
    return record(identity, version, 0, 0, keys);
  }

  static EncodedRecord record(
      String identity, long version, long notBefore, long notAfter, List<SuiteKey> keys) {
    return EncodedRecord.of(
        new IdentityRecord(
            version,
            EthereumAddress.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8"),
            EthereumAddress.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
            notBefore,
            notAfter,
            DpkIdentity.parse(identity),
            keys,
            List.of()));
  }

  EncodedRecord record() {
    return keys.record();
  }

  DpkIdentity identity() {
    return keys.identity();
  }

  Lookup onChain() {
    return active(record());
  }

  static Lookup active(EncodedRecord record) {
    return new Lookup.Active(record.record(), BLOCK, Assurance.TRUSTED_NODE);
  }

  Lookup revoked() {
    return new Lookup.Revoked(identity(), 999, BLOCK, Assurance.TRUSTED_NODE);
  }

  Lookup absent() {
    return new Lookup.Absent(identity(), BLOCK, Assurance.TRUSTED_NODE);
  }
}

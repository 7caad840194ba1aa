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
    return of(identity, version, pair(seed));
  }

  static TestParty of(Suite suite, String identity, long seed) {
    return of(identity, 1, pair(suite, seed));
  }

  static TestParty of(Suite suite, String identity, long version, long seed) {
    return of(identity, version, pair(suite, seed));
  }

  static TestParty of(String identity, long version, SuiteKeyPair pair) {
    return new TestParty(
        new OwnKeys(record(identity, version, List.of(pair.publicKey())), List.of(pair)), pair);
  }

  static SuiteKeyPair pair(long seed) {
    return pair(Suite.NSL_X25519, seed);
  }

  static SuiteKeyPair pair(Suite suite, long seed) {
    Random random = new Random(seed);
    byte[] kem = new byte[32];
    byte[] signature = new byte[32];
    random.nextBytes(kem);
    random.nextBytes(signature);
    return switch (suite) {
      case NSL_RSA2048 -> SuiteKeyPair.ofPkcs8(suite, RsaTestKeys.pkcs8(seed), new byte[0]);
      case NSL_X25519 -> SuiteKeyPair.of(suite, kem, signature);
      case NSL_XWING -> SuiteKeyPair.of(suite, kem, new byte[0]);
    };
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

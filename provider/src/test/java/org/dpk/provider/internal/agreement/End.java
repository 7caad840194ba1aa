package org.dpk.provider.internal.agreement;

import java.util.List;
import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.RsaTestKeys;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;

/** An identity with its keys, made from a seed, and its view of the chain. */
final class End {

  final DpkIdentity identity;
  final SuiteKeyPair pair;
  final EncodedRecord record;
  final MapRegistry view = new MapRegistry();

  End(String identity, int seed) {
    this(Suite.NSL_X25519, identity, seed);
  }

  End(Suite suite, String identity, int seed) {
    this.identity = DpkIdentity.parse(identity);
    this.pair = pair(suite, seed);
    this.record = record(1, pair);
    view.put(record);
  }

  static SuiteKeyPair pair(int seed) {
    return pair(Suite.NSL_X25519, seed);
  }

  static SuiteKeyPair pair(Suite suite, int seed) {
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

  EncodedRecord record(long version, SuiteKeyPair keys) {
    return record(version, keys, 0, 0);
  }

  EncodedRecord record(long version, SuiteKeyPair keys, long notBefore, long notAfter) {
    return EncodedRecord.of(
        new IdentityRecord(
            version,
            EthereumAddress.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8"),
            EthereumAddress.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
            notBefore,
            notAfter,
            identity,
            List.of(keys.publicKey()),
            List.of()));
  }

  OwnIdentity own() {
    return OwnIdentity.of(identity, List.of(pair));
  }

  OwnKeys keys() {
    return new OwnKeys(record, List.of(pair));
  }
}

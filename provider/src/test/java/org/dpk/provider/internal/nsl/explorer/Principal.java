package org.dpk.provider.internal.nsl.explorer;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;

/**
 * An identity on chain.
 *
 * @param name one letter, for traces
 * @param honest whether it follows the protocol; else it is one of the attacker's
 * @param privateKeys the terms of its private keys; empty for a copy of somebody else's public keys
 */
record Principal(String name, boolean honest, OwnKeys keys, List<Term> privateKeys) {

  private static final EthereumAddress OWNER =
      EthereumAddress.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");

  static Principal honest(String name, SuiteKeyPair pair, List<Term> privateKeys) {
    return new Principal(name, true, keys(name, pair), privateKeys);
  }

  static Principal dishonest(String name, SuiteKeyPair pair, List<Term> privateKeys) {
    return new Principal(name, false, keys(name, pair), privateKeys);
  }

  /** What everybody may register: public keys of somebody else. */
  static Principal copyOf(Principal victim, String name) {
    SuiteKey copied = victim.record().record().keys().get(0);
    OwnKeys keys = new OwnKeys(record(name, copied), List.of());
    return new Principal(name, false, keys, List.of());
  }

  private static OwnKeys keys(String name, SuiteKeyPair pair) {
    return new OwnKeys(record(name, pair.publicKey()), List.of(pair));
  }

  private static EncodedRecord record(String name, SuiteKey key) {
    DpkIdentity identity = DpkIdentity.parse("dns:" + name.toLowerCase() + ".example.org");
    return EncodedRecord.of(
        new IdentityRecord(1, OWNER, OWNER, 0, 0, identity, List.of(key), List.of()));
  }

  EncodedRecord record() {
    return keys.record();
  }

  byte[] id() {
    return record().identity().bytes();
  }

  @Override
  public String toString() {
    return name;
  }
}

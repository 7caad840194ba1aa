package org.dpk.provider;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the chain says of an identity: its keys, who may change them, and how long they hold
 * (registry.md "The record").
 *
 * <p>Immutable. Its canonical bytes and hashes are made by the record codec.
 *
 * @param version 1, 2, 3 …: one more with each change; positive
 * @param owner the wallet that may rotate and revoke; not zero
 * @param registrar the PKM that admitted the identity
 * @param notBefore Unix seconds, 0 for none
 * @param notAfter Unix seconds, 0 for none
 * @param identity whose record it is
 * @param keys in order of preference, no suite twice
 * @param extensions ascending by type, no type twice
 */
public record IdentityRecord(
    long version,
    EthereumAddress owner,
    EthereumAddress registrar,
    long notBefore,
    long notAfter,
    DpkIdentity identity,
    List<SuiteKey> keys,
    List<RecordExtension> extensions) {

  /**
   * @throws IllegalArgumentException if a rule above is broken
   */
  public IdentityRecord {
    Objects.requireNonNull(registrar, "registrar");
    Objects.requireNonNull(identity, "identity");
    if (version < 1) {
      throw new IllegalArgumentException("a record's version is positive, not " + version);
    }
    if (owner.equals(EthereumAddress.ZERO)) {
      throw new IllegalArgumentException("a record's owner is not zero");
    }
    if (notBefore < 0 || notAfter < 0) {
      throw new IllegalArgumentException("a record's times are not negative");
    }
    keys = List.copyOf(keys);
    extensions = List.copyOf(extensions);
    Set<Integer> suites = new HashSet<>();
    for (SuiteKey key : keys) {
      if (!suites.add(key.suite())) {
        throw new IllegalArgumentException("suite 0x%04x stands twice".formatted(key.suite()));
      }
    }
    for (int i = 1; i < extensions.size(); i++) {
      if (extensions.get(i - 1).type() >= extensions.get(i).type()) {
        throw new IllegalArgumentException("extensions ascend by type, without duplicates");
      }
    }
  }
}

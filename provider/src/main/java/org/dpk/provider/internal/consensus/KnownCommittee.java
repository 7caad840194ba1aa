package org.dpk.provider.internal.consensus;

import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.bls.Committee;

/**
 * A committee whose keys were proved.
 *
 * @param keys as they were sent
 * @param root hash_tree_root of the keys
 * @param members which keep the points that they had to decompress
 */
record KnownCommittee(SyncCommittee keys, Root root, Committee members) {

  static KnownCommittee of(SyncCommittee keys, Bls bls) {
    return new KnownCommittee(
        keys, HashTreeRoot.of(keys), bls.committee(keys.aggregatePubkey(), keys.pubkeys()));
  }
}

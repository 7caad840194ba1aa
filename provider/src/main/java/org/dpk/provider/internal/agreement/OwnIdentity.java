package org.dpk.provider.internal.agreement;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/**
 * Who this end is.
 *
 * @param identity its record is read from the chain
 * @param pairs every private key that the record may name; they stay the owner's to destroy
 * @param earlier records before the one in force, that peers may still know for a while
 */
public record OwnIdentity(DpkIdentity identity, List<SuiteKeyPair> pairs, List<OwnKeys> earlier) {

  /** Copies the lists. */
  public OwnIdentity {
    pairs = List.copyOf(pairs);
    earlier = List.copyOf(earlier);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("an identity without private keys agrees on none");
    }
  }

  /** An identity that has had one record only. */
  public static OwnIdentity of(DpkIdentity identity, List<SuiteKeyPair> pairs) {
    return new OwnIdentity(identity, pairs, List.of());
  }
}

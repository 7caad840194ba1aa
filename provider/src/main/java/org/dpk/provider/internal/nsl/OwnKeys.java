package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.record.EncodedRecord;

/**
 * One's own record and the private keys that belong to it. Immutable; the key pairs stay the
 * owner's to destroy.
 */
public final class OwnKeys {

  private final EncodedRecord record;
  private final List<SuiteKeyPair> pairs;

  /**
   * @param record as it stands on chain, or the candidate of an enrolment
   * @param pairs those that the record does not name are not used
   */
  public OwnKeys(EncodedRecord record, List<SuiteKeyPair> pairs) {
    this.record = record;
    this.pairs =
        pairs.stream().filter(pair -> record.record().keys().contains(pair.publicKey())).toList();
  }

  /** The record. */
  public EncodedRecord record() {
    return record;
  }

  /** Whose keys these are. */
  public DpkIdentity identity() {
    return record.identity();
  }

  /** Whether there is a private key for at least one suite of the record. */
  public boolean isUsable() {
    return !pairs.isEmpty();
  }

  /**
   * One of the key pairs.
   *
   * @throws IllegalStateException if this is not {@linkplain #isUsable() usable}
   */
  public SuiteKeyPair anyPair() {
    if (pairs.isEmpty()) {
      throw new IllegalStateException("there is no private key for " + record);
    }
    return pairs.get(0);
  }

  /** The keys of a suite, if the record names them and the private keys are here. */
  Optional<SuiteKeyPair> pair(Suite suite) {
    return pairs.stream().filter(pair -> pair.suite() == suite).findFirst();
  }

  /** Whether NS1 means this record: {@code kid_b} is the beginning of {@code rec_hash}. */
  public boolean hasKid(byte[] kid) {
    return Arrays.equals(kid, kid(record));
  }

  /** The first bytes of a record's hash. */
  static byte[] kid(EncodedRecord record) {
    return Arrays.copyOf(record.recHash(), NslMessage.Ns1.KID_LENGTH);
  }
}

package org.dpk.provider;

import java.util.Objects;

/**
 * The answer to «what does the chain say of this identity?», with the block that it holds at.
 * Immutable.
 */
public sealed interface Lookup {

  /** Who was looked up. */
  DpkIdentity identity();

  /** The block that the answer was read at. */
  BlockRef block();

  /** What the answer rests on. */
  Assurance assurance();

  /**
   * The identity is admitted and these are its keys. Whether {@code notBefore} and {@code notAfter}
   * hold is for the caller to judge, by {@code block().timestamp()}.
   *
   * @param record checked against the digest in the contract
   */
  record Active(IdentityRecord record, BlockRef block, Assurance assurance) implements Lookup {
    /** Checks for null. */
    public Active {
      Objects.requireNonNull(record, "record");
      Objects.requireNonNull(block, "block");
      Objects.requireNonNull(assurance, "assurance");
    }

    @Override
    public DpkIdentity identity() {
      return record.identity();
    }
  }

  /**
   * The identity was admitted once, and its keys are good no more.
   *
   * @param changed the height of the block of the revocation
   */
  record Revoked(DpkIdentity identity, long changed, BlockRef block, Assurance assurance)
      implements Lookup {}

  /** The identity was never admitted. */
  record Absent(DpkIdentity identity, BlockRef block, Assurance assurance) implements Lookup {}
}

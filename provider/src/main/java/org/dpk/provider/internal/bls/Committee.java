package org.dpk.provider.internal.bls;

import java.util.BitSet;

/**
 * A sync committee whose keys are trusted as the keys of its members. Points are decompressed when
 * they are first needed, and kept.
 *
 * <p>Who signed is computed as the aggregate key without the absentees. That equals the sum of the
 * signers' keys because the chain computes {@code aggregate_pubkey} as the sum of all of them
 * (consensus specification, {@code get_next_sync_committee}), and both stand in one container that
 * one root commits to.
 *
 * <p>The keys and the aggregate are decompressed without a subgroup check each. That is sound here,
 * and only here: the chain admits a validator only with a proof of possession, whose verification
 * includes {@code KeyValidate}, so a state that a sync committee signed, or that the user's
 * checkpoint names, has no other keys in it; whoever could make it sign for other keys could as
 * well have his own keys appointed. The key that the pairing sees is checked nevertheless: the
 * difference has to be in the subgroup and not at infinity, so that the pairing is never evaluated
 * at a point where it is not defined. The signature comes from anybody and is always checked.
 *
 * <p>Thread-safe.
 */
public interface Committee {

  /** How many members there are, 1 to {@value Bls#MAX_KEYS}. */
  int size();

  /**
   * Whether exactly these members signed this.
   *
   * @param participants a set bit for each member who signed, in the order of the keys
   * @param message the signing root, 32 bytes
   * @param signature 96 bytes, compressed
   * @return {@code false} too if nobody signed, or if the committee has keys that are no points
   * @throws IllegalArgumentException if a length is wrong, or if a bit is beyond the last member
   */
  boolean verify(BitSet participants, byte[] message, byte[] signature);
}

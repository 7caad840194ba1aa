package org.dpk.provider.internal.consensus;

import java.util.BitSet;

/**
 * Who of a committee signed, and their signature (SyncAggregate of specs/altair/beacon-chain.md).
 * Arrays are not copied: read only.
 *
 * @param bits a bit for each member, least significant bit of the first byte first
 * @param signature compressed point of G2, 96 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record SyncAggregate(byte[] bits, byte[] signature) {

  /** Length of a signature in bytes. */
  public static final int SIGNATURE_LENGTH = 96;

  /** How many signed. */
  public int participants() {
    return participation().cardinality();
  }

  /** The members that signed, by their place in the committee; a copy. */
  public BitSet participation() {
    return BitSet.valueOf(bits);
  }

  static SyncAggregate read(Ssz container, int committeeSize) throws ConsensusException {
    return new SyncAggregate(
        container.fixed(committeeSize / Byte.SIZE), container.fixed(SIGNATURE_LENGTH));
  }
}

package org.dpk.provider.internal.consensus;

/**
 * The header of a beacon block (BeaconBlockHeader of specs/phase0/beacon-chain.md).
 *
 * @param slot below 2^48
 * @param proposerIndex 64 bits without a sign
 */
public record BeaconHeader(
    long slot, long proposerIndex, Root parentRoot, Root stateRoot, Root bodyRoot) {

  static final BeaconHeader EMPTY = new BeaconHeader(0, 0, Root.ZERO, Root.ZERO, Root.ZERO);
}

package org.dpk.provider.internal.consensus;

/**
 * The header of a beacon block (BeaconBlockHeader of specs/phase0/beacon-chain.md).
 *
 * @param slot below 2^48
 * @param proposerIndex 64 bits without a sign
 */
public record BeaconHeader(
    long slot, long proposerIndex, Root parentRoot, Root stateRoot, Root bodyRoot) {

  private static final int SLOT_BITS = 48;

  /**
   * @throws IllegalArgumentException if the slot is out of its range
   */
  public BeaconHeader {
    if (!isSlot(slot)) {
      throw new IllegalArgumentException("a slot is below 2^48: " + slot);
    }
  }

  /** Whether it is one: there are none beyond for millions of years, and times can be computed. */
  static boolean isSlot(long slot) {
    return slot >>> SLOT_BITS == 0;
  }

  static BeaconHeader read(Ssz container) throws ConsensusException {
    return new BeaconHeader(
        container.slot(), container.uint64(), container.root(), container.root(), container.root());
  }

  void write(SszWriter container) {
    container.uint64(slot);
    container.uint64(proposerIndex);
    container.root(parentRoot);
    container.root(stateRoot);
    container.root(bodyRoot);
  }
}

package org.dpk.provider.internal.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sync committee: those who sign the head of the chain for a period (SyncCommittee of
 * specs/altair/beacon-chain.md). Arrays are not copied: read only.
 *
 * @param pubkeys compressed points of G1, 48 bytes each, as many as the chain's committee has
 *     members; the same may stand there several times
 * @param aggregatePubkey their sum, 48 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and compared by root
public record SyncCommittee(List<byte[]> pubkeys, byte[] aggregatePubkey) {

  /** Length of a key in bytes. */
  public static final int KEY_LENGTH = 48;

  /** Copies the list. */
  public SyncCommittee {
    pubkeys = List.copyOf(pubkeys);
  }

  /** Whether it stands for one that is not known. */
  boolean isEmpty() {
    return isZero(aggregatePubkey) && pubkeys.stream().allMatch(SyncCommittee::isZero);
  }

  private static boolean isZero(byte[] key) {
    return Arrays.equals(key, new byte[KEY_LENGTH]);
  }

  /** Reads what {@link #write} writes. */
  static SyncCommittee read(Ssz container, int size) throws ConsensusException {
    List<byte[]> pubkeys = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      pubkeys.add(container.fixed(KEY_LENGTH));
    }
    return new SyncCommittee(pubkeys, container.fixed(KEY_LENGTH));
  }

  void write(SszWriter container) {
    pubkeys.forEach(container::fixed);
    container.fixed(aggregatePubkey);
  }
}

package org.dpk.provider.internal.consensus;

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
}

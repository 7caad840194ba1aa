package org.dpk.provider.internal.consensus;

import java.util.BitSet;
import java.util.List;

/**
 * Verifies what a sync committee signed (FastAggregateVerify of the BLS signatures draft,
 * ciphersuite BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_). Safe for use by several threads.
 */
@FunctionalInterface
public interface CommitteeSignatures {

  /**
   * Whether these members signed. Any bytes may come as a signature: what is no point is no
   * signature, and no exception.
   *
   * @param committee all keys, 48 bytes each: proved to be those of the chain's state, which takes
   *     only valid ones
   * @param aggregate the sum of all keys, 48 bytes, proved as well
   * @param participants who signed, by place in {@code committee}; at least one
   * @param message the signing root, 32 bytes
   * @param signature 96 bytes
   */
  boolean verify(
      List<byte[]> committee,
      byte[] aggregate,
      BitSet participants,
      byte[] message,
      byte[] signature);
}

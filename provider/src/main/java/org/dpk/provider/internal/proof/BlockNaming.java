package org.dpk.provider.internal.proof;

import org.dpk.provider.internal.record.Keccak256;

/**
 * How a chain names its blocks. Chains whose validators seal blocks leave a part of the seals out
 * of what is hashed, since a block's name has to be known before it is sealed.
 */
@FunctionalInterface
public interface BlockNaming {

  /** Keccak-256 of the whole encoding (Yellow Paper §4.3). */
  BlockNaming ETHEREUM = Keccak256::hash;

  /**
   * The hash of a block.
   *
   * @param header its encoding, RLP
   * @return 32 bytes
   * @throws ProofException if the header is none of such a chain
   */
  byte[] hash(byte[] header) throws ProofException;
}

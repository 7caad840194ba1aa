package org.dpk.provider.internal.ethereum;

import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;

/**
 * Who signs for an Ethereum address: a {@link Wallet}, or a signer elsewhere. Safe for use by
 * several threads; may block.
 */
public interface Signer {

  /** Length of a signature in bytes. */
  int SIGNATURE_LENGTH = 65;

  /** Whose signatures these are. */
  EthereumAddress address();

  /**
   * Signs a hash with ECDSA over secp256k1.
   *
   * @param hash 32 bytes
   * @return {@code r ‖ s ‖ v}, {@value #SIGNATURE_LENGTH} bytes; s in the lower half of the group's
   *     order (EIP-2), v 27 or 28
   * @throws RegistryException if the signer can't be reached or refuses
   */
  byte[] sign(byte[] hash) throws RegistryException;
}

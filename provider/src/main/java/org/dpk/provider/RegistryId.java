package org.dpk.provider;

import java.util.Objects;

/**
 * Which registry: the contract and the chain that it stands on. Part of every handshake's
 * transcript.
 *
 * @param chainId the EIP-155 chain id, positive
 * @param contract the address of the {@code DpkRegistry}, not zero
 */
public record RegistryId(long chainId, EthereumAddress contract) {

  /**
   * @throws IllegalArgumentException if the chain id is not positive or the address is zero
   */
  public RegistryId {
    Objects.requireNonNull(contract, "contract");
    if (chainId <= 0) {
      throw new IllegalArgumentException("a chain id is positive, not " + chainId);
    }
    if (contract.equals(EthereumAddress.ZERO)) {
      throw new IllegalArgumentException("the registry's address is zero");
    }
  }
}

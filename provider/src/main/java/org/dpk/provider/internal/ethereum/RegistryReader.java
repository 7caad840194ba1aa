package org.dpk.provider.internal.ethereum;

import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;

/**
 * Reads the registry through one trusted node, every answer at one block hash. Safe for use by
 * several threads; every call blocks for at most the endpoint's look-up deadline.
 */
public final class RegistryReader {

  /** Reads through this node, which stays the caller's to close. */
  public RegistryReader(EthereumNode node) {}

  /**
   * What the newest block says of an identity.
   *
   * @throws RegistryException.UnusableRecord if its record does not parse
   */
  public Lookup find(DpkIdentity identity) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /** What a change of the identity must name: its last head and body hash. */
  public RegistryEntry entry(DpkIdentity identity) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * The digest of the record that waits for approval under a token and a wallet.
   *
   * @param tokenHash 32 bytes
   * @return its first 26 bytes; empty if nothing waits, or its time is over
   */
  public Optional<byte[]> pending(byte[] tokenHash, EthereumAddress client)
      throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /** Whether an address may admit identities. */
  public boolean isPkm(EthereumAddress address) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }
}

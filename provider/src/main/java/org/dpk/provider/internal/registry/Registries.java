package org.dpk.provider.internal.registry;

import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;

/** Opens registries, with everything that stands in front of one. */
public final class Registries {

  private Registries() {}

  /**
   * A registry in full mode, through one trusted node: with deadlines, single flight, a cache that
   * changes on chain invalidate, and version pins. Connects on the way; closing it closes the
   * connection.
   *
   * @throws RegistryException if the node can't be reached, or serves another chain or contract
   */
  public static KeyRegistry open(ChainEndpoint endpoint) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }
}

package org.dpk.provider.internal.registry;

import java.time.Duration;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;

/** Opens registries, with everything that stands in front of one. */
public final class Registries {

  private Registries() {}

  /**
   * A registry in full mode, through one trusted node: with deadlines, single flight, a cache that
   * changes on chain invalidate, version pins, and staples. Connects on the way; closing it closes
   * the connection.
   *
   * @throws RegistryException if the node can't be reached, or serves another chain or contract
   */
  public static KeyRegistry open(ChainEndpoint endpoint) throws RegistryException {
    return open(endpoint, CachePolicy.DEFAULT);
  }

  /** As {@link #open(ChainEndpoint)}, with other limits of the cache. */
  public static KeyRegistry open(ChainEndpoint endpoint, CachePolicy policy)
      throws RegistryException {
    EthereumNode node = EthereumNode.connect(endpoint);
    return over(new ChainLookups(node), endpoint.limits().lookup(), policy);
  }

  /**
   * What stands in front of every source of look-ups, full or light.
   *
   * @param chain is closed with the registry, and if it can't be watched
   * @param deadline of one look-up
   * @throws RegistryException if the chain does not say where it stands now
   */
  public static KeyRegistry over(ChainSource chain, Duration deadline, CachePolicy policy)
      throws RegistryException {
    LookupSource source = new TimedLookups(chain, deadline);
    try {
      CachingRegistry cache = CachingRegistry.over(new SingleFlightLookups(source), policy);
      return new StaplingRegistry(cache, chain.anchor(), chain);
    } catch (RegistryException | RuntimeException e) {
      source.close();
      throw e;
    }
  }
}
